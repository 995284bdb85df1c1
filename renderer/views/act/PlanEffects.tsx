import type { PoolEffect } from '#shared/domain/plan.ts';
import { formatBytes, formatSeconds } from '#shared/text/format-bytes.ts';
import { fractionChange, actText, ratioChange } from '#shared/text/act-text.ts';
import type { CombinedEffects } from './combine-plans.ts';
import styles from './PlanEffects.module.css';

interface PlanEffectsProps {
  readonly effects: CombinedEffects;
}

/** What it costs and gives back, and what it does to each pool that it goes into. */
export function PlanEffects({ effects }: PlanEffectsProps) {
  return (
    <dl className={styles.effects}>
      {effects.copyBytes > 0 && (
        <Effect
          name={actText.copies}
          value={formatBytes(effects.copyBytes)}
          note={actText.copiesOf(effects.sizeBytes)}
        />
      )}
      {effects.freedBytes > 0 && <Effect name={actText.frees} value={formatBytes(effects.freedBytes)} note={null} />}
      {effects.pools.map((pool) => (
        <PoolFigures key={pool.pool} effect={pool} isOnly={effects.pools.length === 1} />
      ))}
      <Effect name={actText.time} value={formatSeconds(effects.seconds)} note={null} />
    </dl>
  );
}

interface PoolFiguresProps {
  readonly effect: PoolEffect;
  readonly isOnly: boolean;
}

function PoolFigures({ effect, isOnly }: PoolFiguresProps) {
  const { dataFraction, metadataFraction, overcommitRatio, bytesToGate, poolName } = effect;
  const gateNote = bytesToGate === null ? null : bytesToGate === 0 ? actText.pastGate : actText.gateAway(bytesToGate);
  return (
    <>
      <Effect
        name={isOnly ? actText.poolData : `${actText.poolData}: ${poolName}`}
        value={fractionChange(dataFraction.before, dataFraction.after)}
        note={gateNote}
      />
      {metadataFraction !== null && (
        <Effect
          name={actText.map}
          value={fractionChange(metadataFraction.before, metadataFraction.after)}
          note={null}
        />
      )}
      <Effect
        name={actText.overcommit}
        value={ratioChange(overcommitRatio.before, overcommitRatio.after)}
        note={null}
      />
    </>
  );
}

interface EffectProps {
  readonly name: string;
  readonly value: string;
  readonly note: string | null;
}

function Effect({ name, value, note }: EffectProps) {
  return (
    <div className={styles.effect}>
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== null && <small> {note}</small>}
      </dd>
    </div>
  );
}
