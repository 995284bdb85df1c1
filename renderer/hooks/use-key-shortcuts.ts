import { useEffect, useEffectEvent } from 'react';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea');

/** Calls what belongs to a bare key anywhere in the window, except while somebody types or a dialog is open. */
export function useKeyShortcuts(acts: ReadonlyMap<string, () => void>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = acts.get(event.key);
    if (act === undefined || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector('[role=dialog], [role=menu]') !== null) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, []);
}
