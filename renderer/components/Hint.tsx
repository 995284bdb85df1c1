import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import styles from './Hint.module.css';

interface HintProps {
  readonly text: string;
  readonly children: ReactElement;
}

/** Shows `text` while what it explains is pointed at or focused. A press does not close it: it is the answer to the press. */
export function Hint({ text, children }: HintProps) {
  return (
    <Tooltip.Root delayDuration={150}>
      <Tooltip.Trigger asChild onPointerDown={keepOpen} onClick={keepOpen}>
        {children}
      </Tooltip.Trigger>
      {/* Inside a landmark, so that those who go from one to the next meet it. */}
      <Tooltip.Portal container={document.querySelector('main')}>
        <Tooltip.Content className={styles.hint} side="top" sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

function keepOpen(event: { preventDefault(): void }): void {
  event.preventDefault();
}
