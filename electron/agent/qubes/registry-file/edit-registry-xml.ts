import type { RegistryXml, XmlElement } from './parse-registry-xml.ts';

/** A range of the text and what takes its place; an empty range inserts. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies splices that do not overlap; those at one place go in as listed. Every other character stays as it was. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let at = 0;
  for (const splice of [...splices].sort((a, b) => a.start - b.start)) {
    if (splice.start < at) throw new Error('splices overlap');
    result += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  return result + text.slice(at);
}

/** Whatever quotes surround it, and in whatever encoding: all but plain ASCII becomes a character reference. */
export function escapeAttribute(value: string): string {
  return value.replace(/[&<>"']|[^ -~]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** The whitespace before an attribute or element, which a new neighbour copies to look like it. */
function whitespaceBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && ' \t\r\n'.includes(text.charAt(start - 1))) start -= 1;
  return text.slice(start, offset);
}

/** Sets one attribute: in place where it is, in the manner of the last one where it is new. */
export function setAttribute(xml: RegistryXml, element: XmlElement, name: string, value: string): Splice {
  const existing = element.attributes.get(name);
  if (existing !== undefined) {
    return { start: existing.valueStart, end: existing.valueEnd, text: escapeAttribute(value) };
  }
  const last = [...element.attributes.values()].at(-1);
  if (last === undefined) {
    const at = element.start + 1 + element.name.length;
    return { start: at, end: at, text: ` ${name}="${escapeAttribute(value)}"` };
  }
  const quote = xml.text.charAt(last.valueEnd);
  const at = last.valueEnd + 1;
  const text = `${whitespaceBefore(xml.text, last.nameStart)}${name}=${quote}${escapeAttribute(value)}${quote}`;
  return { start: at, end: at, text };
}

/** Removes one attribute with the whitespace before it; nothing where it is not there. */
export function removeAttribute(xml: RegistryXml, element: XmlElement, name: string): readonly Splice[] {
  const existing = element.attributes.get(name);
  if (existing === undefined) return [];
  const start = existing.nameStart - whitespaceBefore(xml.text, existing.nameStart).length;
  return [{ start, end: existing.valueEnd + 1, text: '' }];
}

/** Removes a child of the root, with the whitespace that set it off from what is before it. */
export function removeElement(xml: RegistryXml, element: XmlElement): Splice {
  const start = element.start - whitespaceBefore(xml.text, element.start).length;
  return { start, end: element.end, text: '' };
}

/** Inserts an empty element behind `after`, a child of the root, or as the root's first child. */
export function insertElement(
  xml: RegistryXml,
  after: XmlElement | undefined,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Splice {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const element = `<${name}${pairs.join('')}/>`;
  const model = after ?? xml.root.children[0];
  const separator = model === undefined ? '\n  ' : whitespaceBefore(xml.text, model.start);
  const { startTagEnd, end, name: rootName } = xml.root;
  if (startTagEnd === end) {
    // The root is written as an empty element: it has to be opened first.
    return { start: end - 2, end, text: `>${separator}${element}\n</${rootName}>` };
  }
  const at = after?.end ?? startTagEnd;
  const tail = model === undefined && xml.text.charAt(at) === '<' ? '\n' : '';
  return { start: at, end: at, text: `${separator}${element}${tail}` };
}
