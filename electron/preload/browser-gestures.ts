/** What a browser's window does on these keys has no place in an application's: dev tools, view source, new window, print, save, history, task manager. */
const withControl = 'bdhjklnopstu123456789';
const withControlAndShift = 'abcdijkmnopqtw';
const alone = new Set(['F1', 'F6', 'F7', 'F10', 'F12']);

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Editing, zooming, finding, reloading and closing stay as they are everywhere. */
export function isBrowserShortcut({ key, ctrlKey, metaKey, altKey, shiftKey }: Keys): boolean {
  if (alone.has(key)) return true;
  if (shiftKey && key === 'Escape') return true;
  if (altKey) return ['ArrowLeft', 'ArrowRight', 'Home', 'd', 'e', 'f'].includes(key);
  if ((!ctrlKey && !metaKey) || key.length !== 1) return false;
  return (shiftKey ? withControlAndShift : withControl).includes(key.toLowerCase());
}

/** The page hears everything first: its own shortcut on one of these keys works, and the browser's does not. */
export function refuseBrowserGestures(page: Window): void {
  page.addEventListener('keydown', (event) => {
    if (isBrowserShortcut(event)) event.preventDefault();
  });
  page.addEventListener('contextmenu', (event) => {
    const isEditable = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (!isEditable) event.preventDefault();
  });
  for (const name of ['dragover', 'drop'] as const) page.addEventListener(name, (event) => event.preventDefault());
}
