import { useId, type ComponentProps, type MouseEvent } from 'react';
import styles from './Button.module.css';
import { Hint } from './Hint.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'type'> {
  readonly tone?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'normal' | 'small';
  /** Why it may not be pressed now; it stays focusable and tells this. */
  readonly blockedBy?: string | null;
}

export function Button({ tone = 'plain', size = 'normal', blockedBy = null, onClick, children, ...rest }: ButtonProps) {
  const reasonId = useId();
  const className = [styles.button, styles[tone], styles[size]].join(' ');
  if (blockedBy === null) {
    return (
      <button type="button" className={className} onClick={onClick} {...rest}>
        {children}
      </button>
    );
  }
  return (
    <Hint text={blockedBy}>
      <button
        type="button"
        className={className}
        aria-disabled="true"
        aria-describedby={reasonId}
        onClick={swallow}
        {...rest}
      >
        {children}
        <span id={reasonId} hidden>
          {blockedBy}
        </span>
      </button>
    </Hint>
  );
}

function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
