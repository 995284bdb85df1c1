import type { Device } from '#shared/domain/device.ts';
import { isListed } from '#shared/rules/is-listed.ts';
import { assignmentText } from '#shared/text/assignment-text.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { descriptionText, hiddenText } from '#shared/text/device-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { deviceRecord } from '../output/device-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { formatTable, type Column } from '../output/table.ts';
import { withAgent } from '../with-agent.ts';

/** `devices`: what can be attached, and what is; `--all` shows the rest too, with whose it is. */
export const listDevices = (context: CliContext, isAll: boolean): Promise<number> =>
  withAgent(context, async (agent) => {
    const list = await agent.request('device.list', {});
    if (!list.ok) return reportFailure(context, list.error);
    const devices = isAll ? list.value.devices : list.value.devices.filter(isListed);
    if (context.isJson) printJson(context.terminal, devices.map(deviceRecord));
    else for (const line of deviceTable(devices, isAll)) context.terminal.print(line);
    reportProblems(context, list.value);
    return exitCode.done;
  });

function deviceTable(devices: readonly Device[], isAll: boolean): readonly string[] {
  if (devices.length === 0) return [cliText.noDevices];
  const { columns, none } = cliText;
  const owner: Column<Device> = {
    title: columns.belongsTo,
    text: ({ hidden }) => (hidden === null ? none : hiddenText(hidden)),
  };
  const assigned: Column<Device> = {
    title: assignmentText.column,
    text: (device) => (device.assignedTo.length === 0 ? none : assignmentText.to(device)),
  };
  return formatTable<Device>(
    [
      { title: columns.device, text: ({ id }) => id },
      {
        title: columns.size,
        align: 'right',
        text: ({ sizeBytes }) => (sizeBytes === null ? none : formatBytes(sizeBytes)),
      },
      { title: columns.description, text: descriptionText },
      { title: columns.fileSystem, text: fileSystemText },
      { title: columns.attachedTo, text: attachedText },
      ...(devices.some(({ assignedTo }) => assignedTo.length > 0) ? [assigned] : []),
      ...(isAll ? [owner] : []),
    ],
    devices,
  );
}

function fileSystemText({ fileSystem }: Device): string {
  if (fileSystem === null) return cliText.none;
  return fileSystem.label === null ? fileSystem.type : `${fileSystem.type} "${fileSystem.label}"`;
}

function attachedText({ attachedTo }: Device): string {
  if (attachedTo === null) return cliText.none;
  return cliText.attachedTo(attachedTo.vm, attachedTo.frontend, attachedTo.isReadOnly);
}
