import { cliText } from '#shared/text/cli-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { formatMoment } from '#shared/text/format-moment.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { keptRecords, type KeptRecord } from '../output/kept-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { formatTable } from '../output/table.ts';
import { runConfirmed, type Confirmation } from '../run-confirmed.ts';
import { withAgent } from '../with-agent.ts';

/** `kept ls`. */
export const listKept = (context: CliContext): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    const jobs = await agent.request('job.list', {});
    if (!jobs.ok) return reportFailure(context, jobs.error);
    const kept = keptRecords(inventory.value, jobs.value);
    if (context.isJson) printJson(context.terminal, kept);
    else for (const line of keptTable(kept)) context.terminal.print(line);
    reportProblems(context, inventory.value);
    return exitCode.done;
  });

function keptTable(kept: readonly KeptRecord[]): readonly string[] {
  if (kept.length === 0) return [cliText.nothingKept];
  const { columns } = cliText;
  return formatTable<KeptRecord>(
    [
      { title: columns.vm, text: ({ vm }) => vm },
      { title: columns.volume, text: ({ role }) => role },
      { title: columns.size, align: 'right', text: ({ sizeBytes }) => formatBytes(sizeBytes) },
      { title: columns.used, align: 'right', text: ({ usedBytes }) => formatBytes(usedBytes) },
      { title: columns.since, text: ({ since }) => (since === null ? cliText.none : formatMoment(since)) },
      { title: columns.path, text: ({ path }) => path },
    ],
    kept,
  );
}

/** `kept free VM`. There is no way back from it. */
export const freeKept = (context: CliContext, name: string, confirmation: Confirmation): Promise<number> => {
  const hint = cliText.freeHint(context.commandLine(['kept', 'free', name, '--yes']));
  return runConfirmed(context, name, (vm) => ({ kind: 'free-kept', vm }), confirmation, hint);
};

/** `kept restore VM`. */
export const restoreKept = (context: CliContext, name: string, confirmation: Confirmation): Promise<number> => {
  const hint = cliText.restoreHint(context.commandLine(['kept', 'restore', name, '--yes']));
  return runConfirmed(context, name, (vm) => ({ kind: 'restore-kept', vm }), confirmation, hint);
};
