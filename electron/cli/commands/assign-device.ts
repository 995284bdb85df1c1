import type { AssignmentMode } from '#shared/domain/device.ts';
import type { DeviceIdentity } from '#shared/domain/ids.ts';
import { assignmentText } from '#shared/text/assignment-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readDeviceId } from '../read-device-id.ts';
import { readVmName } from '../read-vm-name.ts';
import { withAgent } from '../with-agent.ts';
import type { AttachOptions } from './attach-device.ts';

export interface AssignOptions extends AttachOptions {
  readonly mode?: AssignmentMode;
}

/** `assign VM DEVICE`. */
export const assignDevice = (
  context: CliContext,
  vmName: string,
  typedDevice: string,
  { ro, frontend, identity, mode }: AssignOptions,
): Promise<number> =>
  withAgent(context, async (agent) => {
    const vm = readVmName(vmName);
    if (!vm.ok) return reportFailure(context, vm.error);
    const device = readDeviceId(typedDevice);
    if (!device.ok) return reportFailure(context, device.error);
    const isReadOnly = ro === true;
    const assigned = await agent.request('device.assign', {
      vm: vm.value,
      device: device.value,
      isReadOnly,
      ...(identity === undefined ? {} : { identity: identity as DeviceIdentity }),
      ...(frontend === undefined ? {} : { frontend }),
      ...(mode === undefined ? {} : { mode }),
    });
    if (!assigned.ok) return reportFailure(context, assigned.error);
    const record = { vm: vmName, device: device.value, mode: assigned.value.mode, readOnly: isReadOnly };
    if (context.isJson) printJson(context.terminal, record);
    else context.terminal.print(assignmentText.assigned(device.value, vmName, record.mode));
    return exitCode.done;
  });

/** `unassign VM DEVICE`. */
export const unassignDevice = (context: CliContext, vmName: string, typedDevice: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const vm = readVmName(vmName);
    if (!vm.ok) return reportFailure(context, vm.error);
    const device = readDeviceId(typedDevice);
    if (!device.ok) return reportFailure(context, device.error);
    const unassigned = await agent.request('device.unassign', { vm: vm.value, device: device.value });
    if (!unassigned.ok) return reportFailure(context, unassigned.error);
    if (context.isJson) printJson(context.terminal, { vm: vmName, device: device.value });
    else context.terminal.print(assignmentText.unassigned(device.value, vmName));
    return exitCode.done;
  });
