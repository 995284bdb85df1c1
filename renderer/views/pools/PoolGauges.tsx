import type { Bytes } from '#shared/base/bytes.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { poolMetadata } from '#shared/rules/pool-metadata.ts';
import type { PoolLevel, StartGate } from '#shared/rules/pool-pressure.ts';
import { gaugeSentence, poolText } from '#shared/text/pool-text.ts';
import { Gauge } from '../../components/Gauge.tsx';

interface PoolGaugesProps {
  readonly pool: Pool;
  readonly gate: StartGate | null;
  readonly level: PoolLevel;
}

interface Use {
  readonly usedBytes: Bytes;
  readonly sizeBytes: Bytes;
}

const tones = { ok: 'neutral', warn: 'caution', high: 'caution', critical: 'critical' } as const;
const share = (use: Use | null): number => (use === null || use.sizeBytes === 0 ? 0 : use.usedBytes / use.sizeBytes);
/** A gate at 100 % is the end of the pool itself, which needs no mark. */
const realGate = (fraction: number | undefined): number | null =>
  fraction === undefined || fraction >= 1 ? null : fraction;

function dataOf({ usedBytes, sizeBytes }: Pool): Use | null {
  return usedBytes === null || sizeBytes === null ? null : { usedBytes, sizeBytes };
}

/** One gauge for each part of the pool whose use is known. */
export function PoolGauges({ pool, gate, level }: PoolGaugesProps) {
  const dataGate = realGate(gate?.dataFraction);
  const mapGate = realGate(gate?.metadataFraction);
  const data = dataOf(pool);
  const map = poolMetadata(pool);
  // Of the two gauges, the one that is nearer to its end shows the level of the pool.
  const isDataLeading = share(data) / (dataGate ?? 1) >= share(map) / (mapGate ?? 1);
  const toneOf = (fraction: number, ownGate: number | null, isLeading: boolean) => {
    if (ownGate !== null && fraction > ownGate) return 'critical';
    return isLeading ? tones[level] : 'neutral';
  };
  return (
    <>
      {data !== null && (
        <Gauge
          label={poolText.data}
          name={`${poolText.data}: ${pool.name}`}
          sentence={gaugeSentence('data', data.usedBytes, data.sizeBytes, dataGate)}
          fraction={share(data)}
          value={poolText.used(data.usedBytes, data.sizeBytes)}
          tone={toneOf(share(data), dataGate, isDataLeading)}
          mark={dataGate === null ? null : { fraction: dataGate, label: poolText.gate }}
        />
      )}
      {map !== null && (
        <Gauge
          label={poolText.map}
          name={`${poolText.map}: ${pool.name}`}
          sentence={gaugeSentence('map', map.usedBytes, map.sizeBytes, mapGate)}
          fraction={share(map)}
          value={poolText.used(map.usedBytes, map.sizeBytes)}
          tone={toneOf(share(map), mapGate, !isDataLeading)}
          mark={mapGate === null ? null : { fraction: mapGate, label: dataGate === null ? poolText.gate : null }}
          isSlim
        />
      )}
    </>
  );
}
