import type { Inventory } from '#shared/domain/inventory.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { poolMetadata } from '#shared/rules/pool-metadata.ts';
import { poolPressure, type PoolLevel } from '#shared/rules/pool-pressure.ts';
import { needsDom0 } from '#shared/rules/thin-pool-of.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { defaultForText } from '#shared/text/pool-text.ts';
import { formatBytes, formatFraction, formatRatio } from '#shared/text/format-bytes.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { poolRecord } from '../output/pool-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { formatTable } from '../output/table.ts';
import type { Style, Terminal } from '../output/terminal.ts';
import { withAgent } from '../with-agent.ts';

/** `pools`. */
export const listPools = (context: CliContext): Promise<number> =>
  withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    if (context.isJson) printJson(context.terminal, inventory.value.pools.map(poolRecord));
    else for (const line of poolTable(context.terminal, inventory.value)) context.terminal.print(line);
    reportProblems(context, inventory.value);
    return exitCode.done;
  });

const levelStyles: Readonly<Record<PoolLevel, Style | null>> = {
  ok: null,
  warn: 'yellow',
  high: 'yellow',
  critical: 'red',
};

export function poolTable(terminal: Pick<Terminal, 'paint'>, inventory: Inventory): readonly string[] {
  const { columns } = cliText;
  return formatTable<Pool>(
    [
      { title: columns.pool, text: (pool) => pool.name },
      { title: columns.size, align: 'right', text: (pool) => known(pool.sizeBytes, formatBytes) },
      { title: columns.used, align: 'right', text: (pool) => useText(pool.usedBytes, pool.sizeBytes) },
      { title: columns.metadata, align: 'right', text: metadataText },
      { title: columns.promised, align: 'right', text: (pool) => formatBytes(pool.promisedBytes) },
      { title: columns.ratio, align: 'right', text: (pool) => known(poolPressure(pool).overcommitRatio, formatRatio) },
      { title: columns.shortfall, align: 'right', text: shortfallText },
      { title: columns.gate, text: gateText },
      ...(inventory.pools.some((pool) => defaultForText(pool) !== null)
        ? [{ title: columns.defaultFor, text: (pool: Pool) => defaultForText(pool) ?? cliText.none }]
        : []),
      {
        title: columns.level,
        text: (pool) => poolPressure(pool).level,
        paint: (pool, cell) => {
          const style = levelStyles[poolPressure(pool).level];
          return style === null ? cell : terminal.paint(style, cell);
        },
      },
    ],
    inventory.pools,
  );
}

const known = <T>(value: T | null, text: (value: T) => string): string => (value === null ? cliText.none : text(value));

const useText = (used: number | null, size: number | null): string =>
  used === null || size === null ? cliText.none : formatFraction(size === 0 ? 0 : used / size);

const metadataText = (pool: Pool): string =>
  known(poolMetadata(pool), ({ usedBytes, sizeBytes }) => useText(usedBytes, sizeBytes));

function shortfallText(pool: Pool): string {
  const { shortfallBytes } = poolPressure(pool);
  return shortfallBytes === null || shortfallBytes === 0 ? cliText.none : formatBytes(shortfallBytes);
}

function gateText(pool: Pool): string {
  const { startGate } = poolPressure(pool);
  if (startGate === null) return needsDom0(pool) ? cliText.needsDom0 : cliText.none;
  return startGate.isClosed ? cliText.gateClosed : cliText.gateOpen(formatFraction(startGate.dataFraction));
}
