import { useState } from 'react';
import { shortcuts, shortcutsText } from '#shared/text/shortcuts-text.ts';
import { goTo } from '../../bridge/look-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useKeyShortcuts } from '../../hooks/use-key-shortcuts.ts';
import { screens } from '../../stores/screen-store.ts';
import styles from './Shortcuts.module.css';

/** The keys that work on every screen, and the list of all of them. */
export function Shortcuts() {
  const [isOpen, setIsOpen] = useState(false);
  const toScreens = screens.map((screen, index) => [String(index + 1), () => goTo(screen)] as const);
  useKeyShortcuts(new Map([['?', () => setIsOpen(true)], ...toScreens]));
  if (!isOpen) return null;
  const close = () => setIsOpen(false);
  return (
    <Dialog
      title={shortcutsText.title}
      description={shortcutsText.describe}
      onClose={close}
      footer={<Button onClick={close}>{shortcutsText.close}</Button>}
    >
      <dl className={styles.keys}>
        {shortcuts.map(([keys, what]) => (
          <div key={keys} className={styles.line}>
            <dt>
              <kbd className={styles.key}>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
