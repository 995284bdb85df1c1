import { splitAtFirst } from './read-lines.ts';

/** A property of a VM or of the system, as qubesd tells it. What type one has differs between versions. */
export interface AdminProperty {
  readonly isDefault: boolean;
  readonly type: string;
  /** For a VM, a label, a number or a truth value an empty text is none. */
  readonly value: string;
}

/** `default=True type=bool False`: everything after the third word's beginning is the value, spaces and newlines too. */
export function readProperty(text: string): AdminProperty | undefined {
  const [first, rest] = splitAtFirst(' ')(text);
  const [second, value] = splitAtFirst(' ')(rest);
  if (!first.startsWith('default=') || !second.startsWith('type=')) return undefined;
  return { isDefault: first === 'default=True', type: second.slice('type='.length), value };
}

/** A line of `GetAll`: the name, then the same with backslashes and newlines escaped. */
export function readPropertyLine(line: string): readonly [string, AdminProperty] | undefined {
  const [name, rest] = splitAtFirst(' ')(line);
  const property = readProperty(rest);
  return property === undefined ? undefined : [name, { ...property, value: unescaped(property.value) }];
}

const unescaped = (value: string): string =>
  value.replaceAll(/\\([\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));

export const truthOf = ({ value }: AdminProperty): boolean | null => (value === '' ? null : value === 'True');
