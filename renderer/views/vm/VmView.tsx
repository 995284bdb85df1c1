import { useEffect, useRef } from 'react';
import type { VmName } from '#shared/domain/ids.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useVms } from '../../stores/inventory-store.ts';
import { showScreen } from '../../stores/screen-store.ts';
import { VmHeader } from './VmHeader.tsx';
import { VmRevisions } from './VmRevisions.tsx';
import { VmSettings } from './VmSettings.tsx';
import { VmVolumes } from './VmVolumes.tsx';
import styles from './VmView.module.css';

interface VmViewProps {
  readonly name: VmName;
}

/** All there is to know of one VM, and to do with it. */
export function VmView({ name }: VmViewProps) {
  const vm = useVms().find((candidate) => candidate.name === name);
  const view = useRef<HTMLElement>(null);
  useEffect(() => view.current?.focus(), [name]);
  const goBack = () => showScreen('qubes');
  if (vm === undefined) {
    return (
      <EmptyState title={vmPaneText.gone(name)} hint={null}>
        <Button onClick={goBack}>{vmPaneText.back}</Button>
      </EmptyState>
    );
  }
  return (
    <section
      ref={view}
      className={styles.view}
      aria-label={name}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) goBack();
      }}
    >
      <VmHeader vm={vm} onBack={goBack} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <VmVolumes vm={vm} />
          <VmRevisions vm={vm} />
        </div>
        <VmSettings vm={vm} />
      </div>
    </section>
  );
}
