import type { DeviceIdentity } from '#shared/domain/ids.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readDeviceId } from '../read-device-id.ts';
import { readVmName } from '../read-vm-name.ts';
import { withAgent } from '../with-agent.ts';

export interface AttachOptions {
  readonly ro?: true;
  readonly frontend?: string;
  /** Of a list that was looked at before; without it, the device that has the id now is meant. */
  readonly identity?: string;
}

/** `attach VM DEVICE`. */
export const attachDevice = (
  context: CliContext,
  vmName: string,
  typedDevice: string,
  { ro, frontend, identity }: AttachOptions,
): Promise<number> =>
  withAgent(context, async (agent) => {
    const vm = readVmName(vmName);
    if (!vm.ok) return reportFailure(context, vm.error);
    const device = readDeviceId(typedDevice);
    if (!device.ok) return reportFailure(context, device.error);
    const isReadOnly = ro === true;
    const attached = await agent.request('device.attach', {
      vm: vm.value,
      device: device.value,
      isReadOnly,
      ...(identity === undefined ? {} : { identity: identity as DeviceIdentity }),
      ...(frontend === undefined ? {} : { frontend }),
    });
    if (!attached.ok) return reportFailure(context, attached.error);
    const became = attached.value.frontend;
    if (context.isJson) {
      printJson(context.terminal, { vm: vmName, device: device.value, frontend: became, readOnly: isReadOnly });
    } else context.terminal.print(cliText.attached(device.value, vmName, became, isReadOnly));
    return exitCode.done;
  });
