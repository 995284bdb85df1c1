import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { Volume } from '#shared/domain/volume.ts';
import { hasAutostartDrift } from '#shared/rules/autostart-drift.ts';
import { migrateBlockers } from '#shared/rules/migrate-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { classNames, powerNames, storageNames, volumeKindText } from '#shared/text/vm-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { formatTable } from '../output/table.ts';
import { vmRecords } from '../output/vm-record.ts';
import { withAgent } from '../with-agent.ts';

/** `show VM`. Its JSON is the VM's element of `ls --json`, with why it can not be migrated now. */
export const showVm = (context: CliContext, name: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    const jobs = await agent.request('job.list', {});
    if (!jobs.ok) return reportFailure(context, jobs.error);
    const vm = inventory.value.vms.find((one) => one.name === name);
    if (vm === undefined) return reportFailure(context, { code: 'vm-not-found', vm: name });
    if (context.isJson) {
      const record = vmRecords(inventory.value).find((one) => one.name === name);
      printJson(context.terminal, {
        ...record,
        label: vm.label,
        migrateBlockers: migrateBlockers(vm, 'lvm', jobs.value),
      });
    } else {
      for (const line of vmDetails(vm, inventory.value, jobs.value)) context.terminal.print(line);
    }
    return exitCode.done;
  });

function vmDetails(vm: Vm, inventory: Inventory, jobs: readonly Job[]): readonly string[] {
  const facts = [
    classNames[vm.class],
    powerNames[vm.power],
    ...(vm.template === null ? [] : [cliText.onTemplate(vm.template)]),
    ...(vm.autostart ? [cliText.startsAtBoot] : []),
    ...(vm.isInternal ? [cliText.internal] : []),
  ];
  return [
    `${vm.name}: ${facts.join(', ')}`,
    '',
    ...volumeTable(vm.volumes, inventory),
    '',
    ...migrationLines(vm, jobs),
    ...rootStateLines(vm),
    ...(hasAutostartDrift(vm) ? [cliText.autostartDrift(vm.name, vm.autostart === true)] : []),
  ];
}

function rootStateLines({ name, template, rootState }: Vm): readonly string[] {
  if (rootState === null || template === null) return [];
  const text = cliText.rootStates[rootState];
  return text === null ? [] : [text(name, template)];
}

function volumeTable(volumes: readonly Volume[], inventory: Inventory): readonly string[] {
  const { columns } = cliText;
  const poolName = (volume: Volume): string =>
    inventory.pools.find(({ id }) => id === volume.pool)?.name ?? cliText.none;
  return formatTable<Volume>(
    [
      { title: columns.volume, text: (volume) => volume.role },
      { title: columns.storage, text: volumeKindText },
      { title: columns.size, align: 'right', text: sizeText },
      {
        title: columns.used,
        align: 'right',
        text: ({ state }) => (state.kind === 'present' ? formatBytes(state.usedBytes) : cliText.none),
      },
      { title: columns.pool, text: poolName },
    ],
    volumes,
  );
}

const sizeText = ({ state }: Volume): string =>
  state.kind === 'missing' || state.kind === 'not-permitted' || state.sizeBytes === null
    ? cliText.none
    : formatBytes(state.sizeBytes);

function migrationLines(vm: Vm, jobs: readonly Job[]): readonly string[] {
  if (vm.storageType === 'lvm') return [cliText.isOn(storageNames.lvm)];
  const blockers = migrateBlockers(vm, 'lvm', jobs);
  return blockers.length === 0 ? [cliText.canMigrate(vm.name)] : blockers.map(blockerText);
}
