import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import buttonStyles from './Button.module.css';
import { Icon } from './Icon.tsx';
import styles from './Menu.module.css';

interface MenuProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that opens a list of acts or choices. */
export function Menu({ label, children }: MenuProps) {
  // Rendered anew when it opens: at first there is no landmark to put it in yet.
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
      <DropdownMenu.Trigger className={[buttonStyles.button, buttonStyles.quiet].join(' ')}>
        {label}
        <Icon name="chevron-down" size={11} />
      </DropdownMenu.Trigger>
      {/* Inside a landmark, as Hint's are. */}
      <DropdownMenu.Portal container={document.querySelector('main')}>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />;

interface MenuActProps {
  readonly text: string;
  readonly onSelect: () => void;
}

export const MenuAct = ({ text, onSelect }: MenuActProps) => (
  <DropdownMenu.Item className={styles.item} onSelect={onSelect}>
    {text}
  </DropdownMenu.Item>
);

interface MenuCheckProps {
  readonly text: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** Stays open: several are chosen in a row. */
export const MenuCheck = ({ text, isChecked, onChange }: MenuCheckProps) => (
  <DropdownMenu.CheckboxItem
    className={styles.item}
    checked={isChecked}
    onCheckedChange={onChange}
    onSelect={(event) => event.preventDefault()}
  >
    <span className={styles.sign}>{isChecked && <Icon name="check" size={12} />}</span>
    {text}
  </DropdownMenu.CheckboxItem>
);
