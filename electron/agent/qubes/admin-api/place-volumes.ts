import { err, ok, type Result } from '#shared/base/result.ts';
import type { PlacedMove } from '#shared/domain/in-place-move.ts';
import { removeAttribute, setAttribute, type Splice } from '../registry-file/edit-registry-xml.ts';
import type { RegistryXml, XmlElement } from '../registry-file/parse-registry-xml.ts';

/** One domain of R4's `qubes.xml`, as far as volumes go (facts R4 §4.6). */
export interface DomainElement {
  readonly name: string;
  readonly element: XmlElement;
  readonly volumes: readonly XmlElement[];
}

export const domainsIn = (xml: RegistryXml): readonly DomainElement[] =>
  childrenNamed(xml.root, 'domains')
    .flatMap((domains) => childrenNamed(domains, 'domain'))
    .map((element) => ({
      name: textOf(xml, namedIn(element, 'properties', 'property', 'name')),
      element,
      volumes: childrenNamed(element, 'volume-config').flatMap((config) => childrenNamed(config, 'volume')),
    }));

const childrenNamed = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

/** `<GROUP><KIND name="NAME">` of a domain: a property, a feature, a tag. */
export const namedIn = (element: XmlElement, group: string, kind: string, name: string): XmlElement | undefined =>
  childrenNamed(element, group)
    .flatMap((one) => childrenNamed(one, kind))
    .find((one) => attribute(one, 'name') === name);

export const attribute = (element: XmlElement, name: string): string => element.attributes.get(name)?.value ?? '';

/** What stands in an element that has no others in it; what is escaped in it stays so. */
export const textOf = ({ text }: RegistryXml, element: XmlElement | undefined): string =>
  element === undefined ? '' : (/^[^<]*/.exec(text.slice(element.startTagEnd, element.end))?.[0] ?? '');

/** Both generations write it so; 4.2 leaves out what is False. */
const isMadeAtStart = (volume: XmlElement): boolean => attribute(volume, 'snap_on_start') === 'True';

/** The volumes of other domains that are made from these at every start, or from such ones in their turn. */
export function madeFrom(xml: RegistryXml, vids: readonly string[]): readonly XmlElement[] {
  const volumes = domainsIn(xml)
    .flatMap((domain) => domain.volumes)
    .filter(isMadeAtStart);
  const sources = new Set(vids);
  const found = new Set<XmlElement>();
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const volume of volumes) {
      if (!sources.has(attribute(volume, 'source'))) continue;
      found.add(volume);
      sources.add(attribute(volume, 'vid'));
    }
  }
  return [...found];
}

/** Without these qubesd takes them from the template again. */
const takenFromTemplate = ['pool', 'vid', 'source', 'size'] as const;

/**
 * What writes the volumes' new places. Empty where they are written already; the error is that they are in neither place,
 * so that somebody else has moved them.
 */
export function placeVolumes(
  xml: RegistryXml,
  domain: DomainElement,
  moves: readonly PlacedMove[],
): Result<readonly Splice[], 'changed'> {
  const splices: Splice[] = [];
  for (const { name, from, to } of moves) {
    const volume = domain.volumes.find((one) => attribute(one, 'name') === name);
    if (volume === undefined) return err('changed');
    if (isAt(volume, to)) continue;
    if (!isAt(volume, from)) return err('changed');
    splices.push(setAttribute(xml, volume, 'pool', to.pool), setAttribute(xml, volume, 'vid', to.vid));
  }
  if (splices.length === 0) return ok([]);
  const children = madeFrom(
    xml,
    moves.map(({ from }) => from.vid),
  );
  return ok([
    ...splices,
    ...children.flatMap((child) => takenFromTemplate.flatMap((key) => removeAttribute(xml, child, key))),
  ]);
}

const isAt = (volume: XmlElement, { pool, vid }: PlacedMove['from']): boolean =>
  attribute(volume, 'pool') === pool && attribute(volume, 'vid') === vid;
