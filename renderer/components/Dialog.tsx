import { Dialog as RadixDialog } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import styles from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  readonly onClose: () => void;
}

/** Mounted while open. The focus goes back to what had it when the dialog came up. */
export function Dialog({ title, description, children, footer, onClose }: DialogProps) {
  const invoker = useRef(document.activeElement);
  const returnFocus = (event: Event) => {
    event.preventDefault();
    if (invoker.current instanceof HTMLElement) invoker.current.focus();
  };
  return (
    <RadixDialog.Root open onOpenChange={onClose}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.scrim} />
        <RadixDialog.Content className={styles.dialog} onCloseAutoFocus={returnFocus}>
          <header className={styles.header}>
            <RadixDialog.Title className={styles.title}>{title}</RadixDialog.Title>
            <RadixDialog.Description className={styles.description}>{description}</RadixDialog.Description>
          </header>
          <div className={styles.body}>{children}</div>
          <footer className={styles.footer}>{footer}</footer>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
