import { attribute, domainsIn, textOf } from '../place-volumes.ts';
import { parseRegistryXml, type XmlElement } from '../../registry-file/parse-registry-xml.ts';
import { placeIn } from './stand-in-storage.ts';
import { poolNamed, vmNamed, volumeNamed, type StandInState, type StandInVm } from './stand-in-state.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${String(one.codePointAt(0))};`);
const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));
const attributes = (entries: readonly (readonly [string, string | number | undefined])[]): string =>
  entries.flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`])).join('');
const flag = (is: boolean): string => (is ? 'True' : 'False');

/** What a qubesd of R4.3 has written down, in its own shape (facts §4.6): every volume, lock and tag of the state. */
export function registryOf(state: StandInState): string {
  const pools = [...state.pools.values()].map(({ config }) => `    <pool${attributes([...config])}/>`);
  const domains = [...state.vms.values()].map((vm, index) => domainOf(vm, index));
  return `<qubes version="3.0">
  <labels>
    <label id="label-1" color="0xcc0000">red</label>
  </labels>
  <pools>
${pools.join('\n')}
  </pools>
  <properties>
    <property name="default_pool">vm-pool</property>
  </properties>
  <domains>
${domains.join('\n')}
  </domains>
</qubes>
`;
}

function domainOf(vm: StandInVm, index: number): string {
  const features = [...vm.features].map(
    ([name, value]) => `        <feature name="${name}">${escaped(value)}</feature>`,
  );
  const tags = [...vm.tags].map((tag) => `        <tag name="${tag}"/>`);
  const volumes = [...vm.volumes].map(([name, volume]) => {
    const { pool, vid, source, sizeBytes, rw, saveOnStop, snapOnStart, revisionsToKeep } = volume;
    return `        <volume${attributes([
      ['name', name],
      ['pool', pool],
      ['vid', vid],
      ['revisions_to_keep', revisionsToKeep],
      ['rw', flag(rw)],
      ['save_on_stop', flag(saveOnStop)],
      ['snap_on_start', flag(snapOnStart)],
      ['size', sizeBytes === 0 ? undefined : sizeBytes],
      ['source', source === '' ? undefined : source],
    ])}/>`;
  });
  return `    <domain id="domain-${index}" class="${vm.class}">
      <properties>
        <property name="label" ref="label-1"/>
        <property name="name">${vm.name}</property>
        <property name="uuid">${vm.uuid}</property>
      </properties>
      <features>
${features.join('\n')}
      </features>
      <devices class="block"/>
      <tags>
${tags.join('\n')}
      </tags>
      <volume-config>
${volumes.join('\n')}
      </volume-config>
    </domain>`;
}

/** What a qubesd that is started takes from it: features, tags, where the volumes are, and of a snapshot's where it is not said, its template's. */
export function loadRegistry(state: StandInState, text: string): void {
  const xml = parseRegistryXml(text, 'qubes');
  if (!xml.ok) throw new Error(JSON.stringify(xml.error));
  const unsaid: (() => void)[] = [];
  for (const { name, element: domain, volumes } of domainsIn(xml.value)) {
    const vm = vmNamed(state, name);
    const named = (group: string): readonly XmlElement[] =>
      domain.children.filter((child) => child.name === group).flatMap(({ children }) => children);
    vm.features.clear();
    for (const feature of named('features')) {
      vm.features.set(attribute(feature, 'name'), unescaped(textOf(xml.value, feature)));
    }
    vm.tags.clear();
    for (const tag of named('tags')) vm.tags.add(attribute(tag, 'name'));
    for (const element of volumes) {
      const volume = volumeNamed(vm, attribute(element, 'name'));
      const isSaid = element.attributes.has('pool');
      if (isSaid) place(state, vm, attribute(element, 'name'), attribute(element, 'pool'), attribute(element, 'vid'));
      else unsaid.push(() => followTemplate(state, vm, attribute(element, 'name')));
      if (isSaid && volume.snapOnStart) volume.source = attribute(element, 'source');
    }
  }
  for (const follow of unsaid) follow();
}

function place(state: StandInState, vm: StandInVm, name: string, pool: string, vid: string): void {
  const volume = volumeNamed(vm, name);
  if (volume.pool === pool && volume.vid === vid) return;
  Object.assign(volume, { pool, ...placeIn(poolNamed(state, pool), vm, name), vid });
}

function followTemplate(state: StandInState, vm: StandInVm, name: string): void {
  const template = vmNamed(state, vm.properties.get('template')?.value ?? '');
  const source = volumeNamed(template, name);
  const at = placeIn(poolNamed(state, source.pool), vm, name);
  Object.assign(volumeNamed(vm, name), { pool: source.pool, ...at, source: source.vid });
}
