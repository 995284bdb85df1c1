import { useRef, useState } from 'react';
import type { RefusedCall } from '#shared/rules/refused-calls.ts';
import { policyText } from '#shared/text/policy-text.ts';
import { Button } from './Button.tsx';
import styles from './RefusedCallList.module.css';

interface RefusedCallListProps {
  readonly calls: readonly RefusedCall[];
}

/** Each refused call by its name, and all lines that allow them as they are pasted into the policy. */
export function RefusedCallList({ calls }: RefusedCallListProps) {
  const lines = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  const text = calls.flatMap((call) => call.lines).join('\n');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(policyText.copied),
      () => {
        if (lines.current !== null) window.getSelection()?.selectAllChildren(lines.current);
        setSaid(policyText.copyByHand);
      },
    );
  return (
    <div className={styles.block}>
      <ul className={styles.calls}>
        {calls.map(({ call, by, lines: { length } }) => (
          <li key={call}>
            <code>{call}</code> {policyText.refusedShort(by)}
            {length === 0 && <>. {policyText.noLines}</>}
          </li>
        ))}
      </ul>
      <p>{policyText.refusedHint}</p>
      <pre ref={lines} className={styles.lines} tabIndex={0} aria-label={policyText.lines}>
        {text}
      </pre>
      <div className={styles.acts}>
        <Button onClick={() => void copy()}>{policyText.copy}</Button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
