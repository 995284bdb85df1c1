import type { Pool } from '#shared/domain/pool.ts';
import type { PoolLevel, StartGate } from '#shared/rules/pool-pressure.ts';
import { gaugeSentence, poolText } from '#shared/text/pool-text.ts';
import { Gauge } from '../../components/Gauge.tsx';

interface PoolGaugesProps {
  readonly pool: Pool;
  readonly gate: StartGate | null;
  readonly level: PoolLevel;
}

const tones = { ok: 'neutral', warn: 'caution', high: 'caution', critical: 'critical' } as const;
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** A gate at 100 % is the end of the pool itself, which needs no mark. */
const realGate = (fraction: number | undefined): number | null =>
  fraction === undefined || fraction >= 1 ? null : fraction;

export function PoolGauges({ pool, gate, level }: PoolGaugesProps) {
  const dataGate = realGate(gate?.dataFraction);
  const mapGate = realGate(gate?.metadataFraction);
  const data = share(pool.usedBytes, pool.sizeBytes);
  const map = pool.driver === 'file' ? 0 : share(pool.metadataUsedBytes, pool.metadataSizeBytes);
  // Of the two gauges, the one that is nearer to its end shows the level of the pool.
  const isDataLeading = data / (dataGate ?? 1) >= map / (mapGate ?? 1);
  const toneOf = (fraction: number, ownGate: number | null, isLeading: boolean) => {
    if (ownGate !== null && fraction > ownGate) return 'critical';
    return isLeading ? tones[level] : 'neutral';
  };
  return (
    <>
      <Gauge
        label={poolText.data}
        name={`${poolText.data}: ${pool.name}`}
        sentence={gaugeSentence('data', pool.usedBytes, pool.sizeBytes, dataGate)}
        fraction={data}
        value={poolText.used(pool.usedBytes, pool.sizeBytes)}
        tone={toneOf(data, dataGate, isDataLeading)}
        mark={dataGate === null ? null : { fraction: dataGate, label: poolText.gate }}
      />
      {pool.driver === 'lvm_thin' && (
        <Gauge
          label={poolText.map}
          name={`${poolText.map}: ${pool.name}`}
          sentence={gaugeSentence('map', pool.metadataUsedBytes, pool.metadataSizeBytes, mapGate)}
          fraction={map}
          value={poolText.used(pool.metadataUsedBytes, pool.metadataSizeBytes)}
          tone={toneOf(map, mapGate, !isDataLeading)}
          mark={mapGate === null ? null : { fraction: mapGate, label: dataGate === null ? poolText.gate : null }}
          isSlim
        />
      )}
    </>
  );
}
