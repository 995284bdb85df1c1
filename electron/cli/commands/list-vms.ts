import type { Inventory } from '#shared/domain/inventory.ts';
import type { Vm, VmDatum } from '#shared/domain/vm.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { hasAutostartDrift } from '#shared/rules/autostart-drift.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { classNames, notPermittedText, powerNames, rootStateNames, storageNames } from '#shared/text/vm-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { formatTable, type Column } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { vmRecords } from '../output/vm-record.ts';
import { withAgent } from '../with-agent.ts';

/** `ls`. What could not be read is told on stderr; the rest is still true, so the exit code stays 0. */
export const listVms = (context: CliContext): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    if (context.isJson) printJson(context.terminal, vmRecords(inventory.value));
    else for (const line of vmTable(context.terminal, inventory.value)) context.terminal.print(line);
    reportProblems(context, inventory.value);
    return exitCode.done;
  });

export function vmTable(terminal: Pick<Terminal, 'paint'>, inventory: Inventory): readonly string[] {
  if (inventory.vms.length === 0) return [cliText.noVms];
  const { columns } = cliText;
  return formatTable<Vm>(
    [
      { title: columns.name, text: (vm) => vm.name },
      {
        title: columns.state,
        text: stateText,
        paint: (vm, cell) => (vm.power === 'running' ? terminal.paint('green', cell) : cell),
      },
      { title: columns.class, text: (vm) => classNames[vm.class] },
      { title: columns.template, text: (vm) => vm.template ?? emptyText(vm, 'template') },
      {
        title: columns.storage,
        text: (vm) => (vm.storageType === null ? emptyText(vm, 'volumes') : storageNames[vm.storageType]),
        paint: (vm, cell) => (vm.storageType === 'lvm' ? terminal.paint('bold', cell) : cell),
      },
      ...sizeColumns('root', columns.rootSize, columns.rootUsed),
      ...sizeColumns('private', columns.privateSize, columns.privateUsed),
      { title: columns.autoboot, text: autostartText },
    ],
    inventory.vms,
  );
}

/** An older root than its template's is told of where a person looks whether the VM runs. */
function stateText({ power, rootState }: Vm): string {
  const root = rootState === null ? '' : rootStateNames[rootState];
  return root === '' ? powerNames[power] : `${powerNames[power]}, ${root}`;
}

const sizeColumns = (role: VolumeRole, size: string, used: string): readonly Column<Vm>[] => [
  { title: size, align: 'right', text: (vm) => sizeText(vm, role) },
  { title: used, align: 'right', text: (vm) => usedText(vm, role) },
];

/** What stands where there is nothing: nothing, or that we may not know. */
const emptyText = (vm: Vm, datum: VmDatum): string =>
  vm.notPermitted.includes(datum) ? notPermittedText : cliText.none;

function autostartText(vm: Vm): string {
  if (vm.autostart === null) return emptyText(vm, 'autostart');
  return hasAutostartDrift(vm) ? cliText.drifted : vm.autostart ? cliText.yes : cliText.none;
}

const stateOf = (vm: Vm, role: VolumeRole) => vm.volumes.find((volume) => volume.role === role)?.state;

function sizeText(vm: Vm, role: VolumeRole): string {
  const state = stateOf(vm, role);
  if (state?.kind === 'missing') return cliText.missing;
  if (state?.kind === 'not-permitted') return notPermittedText;
  return state === undefined || state.sizeBytes === null ? cliText.none : formatBytes(state.sizeBytes);
}

function usedText(vm: Vm, role: VolumeRole): string {
  const state = stateOf(vm, role);
  return state?.kind === 'present' ? formatBytes(state.usedBytes) : cliText.none;
}
