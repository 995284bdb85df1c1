/** What the keys do, as the list of them says it; in the order in which one meets them. */
export const shortcuts: readonly (readonly [keys: string, what: string])[] = [
  ['1 … 7', 'go to a screen, in the order of the list at the left'],
  ['/', 'search the qubes; arrow down leads to the rows'],
  ['↑ ↓ Page Home End', 'move along the rows'],
  ['Space', 'select; with Shift all rows between'],
  ['Ctrl A', 'select all that are shown'],
  ['Enter', 'open the qube'],
  ['m', 'migrate what is selected, or the row'],
  ['n', 'new qube'],
  ['Esc', 'clear the selection, close, or go back'],
  ['?', 'this list'],
];

export const shortcutsText = {
  title: 'Keys',
  describe: 'Everything can be reached with Tab as well.',
  close: 'Close',
} as const;
