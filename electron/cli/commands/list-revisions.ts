import { cliText } from '#shared/text/cli-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { formatMoment } from '#shared/text/format-moment.ts';
import { revisionText } from '#shared/text/revision-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { revisionsRecords, type RevisionsRecord } from '../output/revision-record.ts';
import { formatTable } from '../output/table.ts';
import { withAgent } from '../with-agent.ts';

/** `revisions VM [ROLE]`. */
export const listRevisions = (context: CliContext, name: string, role: string | undefined): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    const vm = inventory.value.vms.find((one) => one.name === name);
    if (vm === undefined) return reportFailure(context, { code: 'vm-not-found', vm: name });
    const records = revisionsRecords(vm, role);
    if (context.isJson) printJson(context.terminal, records);
    else for (const line of revisionLines(name, records)) context.terminal.print(line);
    return exitCode.done;
  });

interface Row {
  readonly role: string;
  readonly revision: string;
  readonly facts: RevisionsRecord['revisions'][number] | null;
}

/** Newest first, from what is now. */
const rowsOf = ({ role, revisions }: RevisionsRecord): readonly Row[] => [
  { role, revision: revisionText.now, facts: null },
  ...revisions.map((facts) => ({ role, revision: facts.revision, facts })).toReversed(),
];

function revisionLines(name: string, records: readonly RevisionsRecord[]): readonly string[] {
  if (records.every(({ revisions }) => revisions.length === 0)) return [revisionText.none(name)];
  const { columns, none } = cliText;
  const own = revisionText.columns;
  const table = formatTable<Row>(
    [
      { title: columns.volume, text: ({ role }) => role },
      { title: own.revision, text: ({ revision }) => revision },
      { title: own.taken, text: ({ facts }) => shown(facts?.takenAt, formatMoment) },
      { title: columns.size, align: 'right', text: ({ facts }) => shown(facts?.sizeBytes, formatBytes) },
      {
        title: own.holds,
        align: 'right',
        text: ({ facts }) => shown(facts?.exclusiveBytes, formatBytes),
      },
      { title: own.pinned, text: ({ facts }) => (facts?.isPinned === true ? cliText.yes : none) },
      { title: own.note, text: ({ facts }) => noteText(facts) },
    ],
    records.filter(({ revisions }) => revisions.length > 0).flatMap(rowsOf),
  );
  const keeping = records.flatMap(({ role, revisionsToKeep }) =>
    revisionsToKeep === null ? [] : [revisionText.keeps(role, revisionsToKeep)],
  );
  return [...table, ...(keeping.length === 0 ? [] : ['', ...keeping])];
}

const noteText = (facts: Row['facts']): string =>
  [facts?.isCommitted === true ? revisionText.committed : null, facts?.note].filter((part) => part).join(', ');

const shown = <T>(value: T | null | undefined, format: (value: T) => string): string =>
  value === null || value === undefined ? cliText.none : format(value);
