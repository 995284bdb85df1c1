import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { err, ok, type Result } from '#shared/base/result.ts';
import { DamageNotes, type Damage } from './damage.ts';

/** All offsets count UTF-16 units from the start of the text. */
export interface XmlAttribute {
  readonly name: string;
  /** With character references resolved. */
  readonly value: string;
  readonly nameStart: number;
  /** Of the value as written, without its quotes. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface XmlElement {
  readonly name: string;
  /** In the order written. */
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  /** In the order written. */
  readonly children: readonly XmlElement[];
  readonly start: number;
  readonly startTagEnd: number;
  readonly end: number;
}

/** A well-formed registry. */
export interface RegistryXml {
  readonly text: string;
  readonly root: XmlElement;
}

const attributePattern = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/dg;

/** The parser has found the tag well-formed; this only finds the places it does not tell. */
function locateAttributes(text: string, tag: SaxesTagPlain, start: number, end: number): Map<string, XmlAttribute> {
  const located = new Map<string, XmlAttribute>();
  for (const match of text.slice(start, end).matchAll(attributePattern)) {
    const nameAt = match.indices?.[1];
    const valueAt = match.indices?.[2] ?? match.indices?.[3];
    const value = tag.attributes[match[1] ?? ''];
    if (nameAt === undefined || valueAt === undefined || value === undefined) break;
    const name = text.slice(start + nameAt[0], start + nameAt[1]);
    const [valueStart, valueEnd] = [start + valueAt[0], start + valueAt[1]];
    located.set(name, { name, value, nameStart: start + nameAt[0], valueStart, valueEnd });
  }
  if (located.size !== Object.keys(tag.attributes).length) throw new Error(`attributes of ${tag.name} not located`);
  return located;
}

interface OpenElement {
  readonly start: number;
  readonly children: XmlElement[];
  element: Omit<XmlElement, 'end'> | null;
}

class TreeBuilder {
  readonly #text: string;
  readonly #parser = new SaxesParser();
  readonly #notes: DamageNotes;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#notes = new DamageNotes(text);
    this.#parser.on('error', (error) => {
      this.#notes.note(this.#parser.position, error.message.replace(/^\d+:\d+: /, ''));
    });
    this.#parser.on('xmldecl', ({ encoding }) => {
      if (encoding === undefined || /^(utf-8|us-ascii|ascii)$/i.test(encoding)) return;
      this.#notes.note(0, `encoding ${encoding} is not supported`);
    });
    this.#parser.on('opentagstart', () => {
      // The parser stands behind the name, in which no `<` can be.
      this.#open.push({ start: text.lastIndexOf('<', this.#parser.position - 1), children: [], element: null });
    });
    this.#parser.on('opentag', (tag) => this.#openElement(tag));
    this.#parser.on('closetag', () => this.#closeElement());
  }

  build(rootName: string): Result<RegistryXml, Damage> {
    this.#parser.write(this.#text).close();
    const root = this.#root;
    if (root !== null && root.name !== rootName) {
      this.#notes.note(root.start, `the root element is ${root.name}, not ${rootName}`);
    }
    if (this.#notes.first !== null) return err(this.#notes.first);
    if (root === null) throw new Error('well-formed, yet without a root element');
    return ok({ text: this.#text, root });
  }

  #openElement(tag: SaxesTagPlain): void {
    const open = this.#open.at(-1);
    if (open === undefined || this.#notes.first !== null) return;
    const startTagEnd = this.#parser.position;
    const attributes = locateAttributes(this.#text, tag, open.start, startTagEnd);
    open.element = { name: tag.name, attributes, children: open.children, start: open.start, startTagEnd };
  }

  #closeElement(): void {
    const element = this.#open.pop()?.element;
    if (element === undefined || element === null) return;
    const closed = { ...element, end: this.#parser.position };
    if (this.#open.length === 0) this.#root = closed;
    this.#open.at(-1)?.children.push(closed);
  }
}

/** Reads the whole text: anything that is not well-formed, up to its last character, is damage. */
export function parseRegistryXml(text: string, rootName: string): Result<RegistryXml, Damage> {
  return new TreeBuilder(text).build(rootName);
}
