import { expect, test } from 'vitest';
import { isBrowserShortcut } from './browser-gestures.ts';

/** `Ctrl+Shift+I` as the event that a keyboard makes of it. */
function pressed(keys: string) {
  const parts = keys.split('+');
  const shiftKey = parts.includes('Shift');
  const key = parts.at(-1) ?? '';
  return {
    key: shiftKey && key.length === 1 ? key.toUpperCase() : key,
    ctrlKey: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    metaKey: false,
    shiftKey,
  };
}

test.each([
  ['dev tools', 'F12'],
  ['dev tools', 'Ctrl+Shift+i'],
  ['source of the page', 'Ctrl+u'],
  ['a new window', 'Ctrl+n'],
  ['a private window', 'Ctrl+Shift+n'],
  ['a new tab', 'Ctrl+t'],
  ['printing', 'Ctrl+p'],
  ['saving the page', 'Ctrl+s'],
  ['the task manager', 'Shift+Escape'],
  ['the page before', 'Alt+ArrowLeft'],
])('the browser does not offer %s on %s', (_what, keys) => {
  expect(isBrowserShortcut(pressed(keys))).toBe(true);
});

test.each([
  ...['a', '/', 'm', ' ', 'Escape', 'ArrowDown', 'Shift+ArrowDown', 'Tab', 'F5'],
  ...['Ctrl+a', 'Ctrl+c', 'Ctrl+v', 'Ctrl+x', 'Ctrl+z', 'Ctrl+Shift+z', 'Ctrl+Shift+v', 'Ctrl+ArrowLeft'],
  ...['Ctrl+f', 'Ctrl+r', 'Ctrl+w', 'Ctrl+-', 'Ctrl+0'],
])('%s is left to the page and its user', (keys) => {
  expect(isBrowserShortcut(pressed(keys))).toBe(false);
});
