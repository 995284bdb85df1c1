import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import styles from './RadioCards.module.css';

export interface RadioCard {
  readonly value: string;
  readonly title: string;
  readonly detail: string;
  /** Why it cannot be chosen; null where it can. */
  readonly blockedBy: string | null;
}

interface RadioCardsProps {
  readonly label: string;
  readonly cards: readonly RadioCard[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few that each need a line to be told apart. Those that cannot be chosen stay and say why. */
export function RadioCards({ label, cards, value, onChange }: RadioCardsProps) {
  const id = useId();
  return (
    <RadioGroup.Root className={styles.cards} aria-label={label} value={value} onValueChange={onChange}>
      {cards.map((card, index) => (
        <div key={card.value} className={styles.card} data-chosen={card.value === value}>
          <RadioGroup.Item
            id={`${id}-${index}`}
            className={styles.button}
            value={card.value}
            disabled={card.blockedBy !== null}
            aria-describedby={`${id}-${index}-detail`}
          >
            <RadioGroup.Indicator className={styles.dot} />
          </RadioGroup.Item>
          <div className={styles.text}>
            <label htmlFor={`${id}-${index}`} className={styles.title}>
              {card.title}
            </label>
            <p id={`${id}-${index}-detail`} className={styles.detail}>
              {card.blockedBy ?? card.detail}
            </p>
          </div>
        </div>
      ))}
    </RadioGroup.Root>
  );
}
