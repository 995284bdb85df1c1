import styles from './Gauge.module.css';

interface GaugeProps {
  readonly label: string;
  /** Names the meter for those who do not see it, such as `Data of qubes_dom0/pool0`. */
  readonly name: string;
  readonly sentence: string;
  readonly fraction: number;
  readonly value: string;
  readonly tone: 'neutral' | 'caution' | 'critical';
  /** Where something begins to be refused; null where nothing is. */
  readonly mark: { readonly fraction: number; readonly label: string | null } | null;
  readonly isSlim?: boolean;
}

export function Gauge({ label, name, sentence, fraction, value, tone, mark, isSlim = false }: GaugeProps) {
  const percent = Math.min(100, Math.max(0, fraction * 100));
  return (
    <div className={styles.row} data-slim={isSlim} data-labelled={mark !== null && mark.label !== null}>
      <span className={styles.label}>{label}</span>
      <div
        className={styles.track}
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
        aria-valuetext={sentence}
        title={sentence}
      >
        <div className={styles.fill} data-tone={tone} style={{ width: `${percent}%` }} />
        {mark !== null && (
          <div className={styles.mark} style={{ left: `${mark.fraction * 100}%` }}>
            {mark.label !== null && <span className={styles.markLabel}>{mark.label}</span>}
          </div>
        )}
      </div>
      <span className={styles.value} aria-hidden="true">
        {value}
      </span>
    </div>
  );
}
