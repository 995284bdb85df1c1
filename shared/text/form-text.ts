import type { Bytes } from '../base/bytes.ts';
import type { Action, ActionOf } from '../domain/action.ts';
import { actionWords } from './action-text.ts';
import { formatBytes } from './format-bytes.ts';
import { storagePlaces } from './vm-text.ts';

type Titles = { readonly [Kind in Action['kind']]?: (action: ActionOf<Kind>) => string };

/** The same whatever is typed below it; of the others, what is typed is nothing that they are called by. */
const titles: Titles = {
  clone: ({ vm }) => `Clone ${vm}`,
  create: () => 'New qube',
  rename: ({ vm }) => `Rename ${vm}`,
  remove: ({ vm }) => `Remove ${vm}`,
  resize: ({ vm, role }) => `Grow the ${role} of ${vm}`,
  'set-revisions': ({ vm }) => `Older states of ${vm}`,
  'mark-revision': ({ vm, revision }) => `Note on revision ${revision} of ${vm}`,
};

/** The words of the forms in which an action is filled in. */
export const formText = {
  title: (action: Action): string =>
    (titles[action.kind] as ((action: Action) => string) | undefined)?.(action) ?? actionWords(action).title,
  name: 'Name',
  keepFiles: 'Keep its files',
  keepFilesMeans: 'it is only registered no more',
  class: 'Class',
  template: 'Template',
  noTemplate: 'none',
  defaultTemplate: 'the default one',
  label: 'Label',
  network: 'Network',
  defaultNetwork: 'as Qubes has set',
  noNetwork: 'none',
  storage: 'Storage',
  storageAs: (source: string): string => `as ${source}`,
  usualStorage: 'its template',
  rootSize: 'Size of root',
  privateSize: 'Size of private',
  newSize: 'New size',
  note: 'Note',
  keep: 'Keep',
  revisions: 'of each volume when it stops, and what is pinned',
  where: 'Where to',
  withChildren: (children: readonly string[]): string =>
    children.length === 1 ? `Together with ${children.join()}…` : `Together with its ${children.length} qubes…`,
  isThere: 'It is there already.',
  notPlannedFor: 'Nothing is moved there from here.',
  free: (driver: string, free: Bytes): string => `${driver} · ${formatBytes(free)} free`,
  isUsual: 'recommended',
  places: storagePlaces,
} as const;
