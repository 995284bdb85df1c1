import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { autostartedVms } from './autostarted-vms.ts';
import { registryXml } from './registry-xml.ts';
import { seedVms } from './seed-vms.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function elements(): readonly Element[] {
  const found: Element[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }));
  parser.write(registryXml()).close();
  return found;
}

const vmNamed = (name: string): Element | undefined => elements().find(({ attributes }) => attributes['name'] === name);

test('dom0 comes first and the VMs follow in the order of qid', () => {
  const [collection, ...vms] = elements();
  expect(collection?.name).toBe('QubesVmCollection');
  expect(vms.map(({ attributes }) => Number(attributes['qid']))).toEqual([0, ...seedVms.map((vm) => vm.qid)]);
});

test('names, qids and netids are used once', () => {
  const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
  expect(unique(seedVms.map((vm) => vm.name))).toBe(true);
  expect(unique(seedVms.map((vm) => vm.qid))).toBe(true);
  expect(unique(seedVms.map((vm) => vm.netid).filter((netid) => netid !== null))).toBe(true);
});

test('every template and network VM that is referred to exists', () => {
  const qids = seedVms.map((vm) => vm.qid);
  const references = seedVms.flatMap((vm) => [vm.templateQid, vm.netvmQid]).filter((qid) => qid !== null);
  expect(references.filter((qid) => !qids.includes(qid))).toEqual([]);
});

test('the template came from a package, and its clone did not', () => {
  expect(vmNamed('fedora-20-x64')?.attributes).toMatchObject({ installed_by_rpm: 'True', template_qid: 'none' });
  expect(vmNamed('fc20')?.attributes).toMatchObject({ installed_by_rpm: 'False', template_qid: 'none' });
});

test('an HVM has none of the attributes of a kernel', () => {
  expect(Object.keys(vmNamed('win7')?.attributes ?? {})).not.toContain('kernel');
});

test('what starts at boot is read back from the file', () => {
  expect(autostartedVms(registryXml())).toEqual(['netvm', 'firewallvm']);
});
