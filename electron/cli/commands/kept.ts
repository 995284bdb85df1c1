import { ok } from '#shared/base/result.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { keptRecords, type KeptRecord } from '../output/kept-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { formatTable } from '../output/table.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withAgent, withSession } from '../with-agent.ts';

/** `kept ls`. */
export const listKept = (context: CliContext): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    if (context.isJson) printJson(context.terminal, keptRecords(inventory.value));
    else for (const line of keptTable(inventory.value)) context.terminal.print(line);
    reportProblems(context, inventory.value);
    return exitCode.done;
  });

function keptTable(inventory: Inventory): readonly string[] {
  const kept = keptRecords(inventory);
  if (kept.length === 0) return [cliText.nothingKept];
  const { columns } = cliText;
  return formatTable<KeptRecord>(
    [
      { title: columns.vm, text: ({ vm }) => vm },
      { title: columns.volume, text: ({ role }) => role },
      { title: columns.size, align: 'right', text: ({ sizeBytes }) => formatBytes(sizeBytes) },
      { title: columns.used, align: 'right', text: ({ usedBytes }) => formatBytes(usedBytes) },
      { title: columns.path, text: ({ path }) => path },
    ],
    kept,
  );
}

/** `kept free VM`. Without `--yes` it shows what would go, and that counts as refused: there is no way back from it. */
export const freeKept = (
  context: CliContext,
  name: string,
  { isDryRun, isSure }: { readonly isDryRun: boolean; readonly isSure: boolean },
): Promise<number> =>
  withSession(context, async (session) => {
    const vm = readVmName(name);
    const action = vm.ok ? ok({ kind: 'free-kept', vm: vm.value } as const) : vm;
    const code = await runActions(context, session, [{ name, action }], { isDryRun: isDryRun || !isSure });
    if (isDryRun || isSure || code !== exitCode.done) return code;
    if (!context.isJson) context.terminal.note(cliText.freeHint(context.commandLine(['kept', 'free', name, '--yes'])));
    return exitCode.refused;
  });
