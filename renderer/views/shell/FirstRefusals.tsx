import { policyText } from '#shared/text/policy-text.ts';
import type { RefusedCall } from '#shared/rules/refused-calls.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Panel.tsx';
import { RefusedCallList } from '../../components/RefusedCallList.tsx';
import styles from './FirstRefusals.module.css';

interface FirstRefusalsProps {
  readonly calls: readonly RefusedCall[];
}

/** Stands before everything else at the first start, and whenever something is refused that was not before. */
export function FirstRefusals({ calls }: FirstRefusalsProps) {
  return (
    <div className={styles.page}>
      <Panel title={policyText.refusedTitle}>
        <RefusedCallList calls={calls} />
        <p>{policyText.actsToo}</p>
        <div>
          <Button
            tone="primary"
            onClick={() => void changePreferences({ knownRefusals: calls.map(({ call }) => call) })}
          >
            {policyText.goOn}
          </Button>
        </div>
      </Panel>
    </div>
  );
}
