import { isListed } from '#shared/rules/is-listed.ts';
import type { Device } from '#shared/domain/device.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { descriptionText } from '#shared/text/device-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode, gravestOf } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { withAgent } from '../with-agent.ts';
import { detachDevice } from './detach-device.ts';

/** `qvm-block -l`: a line for each device, as the original prints them. */
export const qvmBlockList = (context: CliContext, isAll: boolean): Promise<number> =>
  withAgent(context, async (agent) => {
    const list = await agent.request('device.list', {});
    if (!list.ok) return reportFailure(context, list.error);
    for (const device of list.value.devices) if (isAll || isListed(device)) context.terminal.print(deviceLine(device));
    reportProblems(context, list.value);
    return exitCode.done;
  });

function deviceLine(device: Device): string {
  const { id, sizeBytes, attachedTo } = device;
  const size = sizeBytes === null ? cliText.none : formatBytes(sizeBytes);
  const where = attachedTo === null ? '' : cliText.qvmBlockAttached(attachedTo.vm, attachedTo.frontend);
  return `${id}\t${descriptionText(device)} ${size}${where}`;
}

/** `qvm-block -d BACKEND:DEVICE` wherever it is; `qvm-block -d VM` all that the VM was given, never the VM's own disks. */
export const qvmBlockDetach = (context: CliContext, what: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const list = await agent.request('device.list', {});
    if (!list.ok) return reportFailure(context, list.error);
    const isDevice = what.includes(':');
    const given = list.value.devices.flatMap(({ id, attachedTo }) =>
      attachedTo === null || what !== (isDevice ? id : attachedTo.vm) ? [] : [attachedTo],
    );
    if (isDevice && given.length === 0) {
      return reportFailure(context, { code: 'device-not-attached', vm: null, device: what });
    }
    const codes: number[] = [];
    for (const { vm, frontend } of given) codes.push(await detachDevice(context, vm, frontend));
    return gravestOf(codes);
  });
