import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readDeviceId } from '../read-device-id.ts';
import { readVmName } from '../read-vm-name.ts';
import { withAgent } from '../with-agent.ts';

/** No device of dom0 is called so: these are names in VMs. */
const frontendName = /^xvd[a-z]+$/;

/** `detach VM DEVICE`, `detach VM FRONTEND`. */
export const detachDevice = (context: CliContext, vmName: string, typed: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const vm = readVmName(vmName);
    if (!vm.ok) return reportFailure(context, vm.error);
    const device = readDeviceId(typed);
    if (!device.ok) return reportFailure(context, device.error);
    const what = frontendName.test(typed) ? { frontend: typed } : { device: device.value };
    const detached = await agent.request('device.detach', { vm: vm.value, what });
    if (!detached.ok) return reportFailure(context, detached.error);
    const { frontend } = detached.value;
    if (context.isJson) printJson(context.terminal, { vm: vmName, frontend });
    else context.terminal.print(cliText.detached(vmName, frontend));
    return exitCode.done;
  });
