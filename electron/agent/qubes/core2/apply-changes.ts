import { assertNever } from '#shared/base/assert-never.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { NewVm, RegisteredVm, RegistryChange, VmClone, VmRename, VmSettings } from '../vm-registry.ts';
import { cloneAttributes } from './clone-attributes.ts';
import { changeProblems } from './check-change.ts';
import {
  applySplices,
  insertElement,
  removeElement,
  setAttribute,
  type Splice,
} from '../registry-file/edit-registry-xml.ts';
import { elementOfClass, type ElementClass } from './element-classes.ts';
import { becomesDefault } from './becomes-default.ts';
import { freeNetids, freeQids, rootDefaults } from './free-numbers.ts';
import { disposableAttributes, newVmAttributes, type VmNumbers } from './new-vm-attributes.ts';
import { readRegistryText, type Core2Registry } from './read-registry.ts';
import { renameAttributes } from './rename-attributes.ts';
import { settingAttributes } from './setting-attributes.ts';
import type { VmRecord } from './vm-element.ts';

type Splices = Result<readonly Splice[], Failure>;

const notWritten = (registry: Core2Registry, detail: string): Failure => ({
  code: 'registry-write-failed',
  path: registry.path,
  detail,
});

function find(
  registry: Core2Registry,
  name: VmName,
): Result<{ readonly record: VmRecord; readonly vm: RegisteredVm }, Failure> {
  const record = registry.records.find((candidate) => candidate.name === name);
  const vm = registry.contents.vms.find((candidate) => candidate.name === name);
  return record === undefined || vm === undefined ? err({ code: 'vm-not-found', vm: name }) : ok({ record, vm });
}

function setSettings(registry: Core2Registry, name: VmName, settings: VmSettings): Splices {
  const found = find(registry, name);
  if (!found.ok) return found;
  const { record, vm } = found.value;
  const attributes = settingAttributes(vm, settings);
  return ok(Array.from(attributes, ([key, value]) => setAttribute(registry.xml, record.element, key, value)));
}

const addVm = (registry: Core2Registry, vm: NewVm): Splices =>
  insertVm(registry, elementOfClass(vm.class), (numbers) => newVmAttributes(registry, vm, numbers));

function cloneVm(registry: Core2Registry, clone: VmClone): Splices {
  const found = find(registry, clone.source);
  if (!found.ok) return found;
  const { record, vm } = found.value;
  return insertVm(registry, record.class, (numbers) =>
    cloneAttributes(record, vm, clone, numbers, registry.contents.defaultKernel),
  );
}

function insertVm(
  registry: Core2Registry,
  { element, class: vmClass }: ElementClass,
  attributesFor: (numbers: VmNumbers) => Readonly<Record<string, string>>,
): Splices {
  const { xml, records } = registry;
  const [qid] = freeQids(xml);
  const needsNet = vmClass === 'NetVM' || vmClass === 'ProxyVM';
  const netid = needsNet ? freeNetids(xml)[0] : null;
  if (qid === undefined || netid === undefined) return err(notWritten(registry, 'all 253 numbers are taken'));
  // core-2 keeps its elements in the order of their numbers.
  const after = records.filter((record) => record.qid < qid).at(-1)?.element;
  const firsts = becomesDefault(xml, vmClass).map((name) => setAttribute(xml, xml.root, name, String(qid)));
  return ok([...firsts, insertElement(xml, after, element, attributesFor({ qid, netid }))]);
}

function renameVm(registry: Core2Registry, rename: VmRename): Splices {
  const found = find(registry, rename.vm);
  if (!found.ok) return found;
  if (found.value.vm.dirPath !== rename.oldDirPath) return err({ code: 'vm-changed', vm: rename.vm });
  const splices = registry.records.flatMap(({ element }) =>
    Array.from(renameAttributes(element, rename), ([key, value]) => setAttribute(registry.xml, element, key, value)),
  );
  return ok(splices);
}

function removeVm(registry: Core2Registry, name: VmName): Splices {
  const found = find(registry, name);
  if (!found.ok) return found;
  const { record } = found.value;
  const { xml } = registry;
  const cleared = rootDefaults
    .filter((attribute) => Number(xml.root.attributes.get(attribute)?.value) === record.qid)
    .map((attribute) => setAttribute(xml, xml.root, attribute, 'None'));
  return ok([...cleared, removeElement(xml, record.element)]);
}

function splicesFor(registry: Core2Registry, change: RegistryChange): Splices {
  switch (change.kind) {
    case 'set':
      return setSettings(registry, change.vm, change.settings);
    case 'add':
      return addVm(registry, change.vm);
    case 'add-disposable':
      return insertVm(registry, elementOfClass('DispVM'), (numbers) =>
        disposableAttributes(registry, change.vm, numbers),
      );
    case 'clone':
      return cloneVm(registry, change.clone);
    case 'rename':
      return renameVm(registry, change.rename);
    case 'remove':
      return removeVm(registry, change.vm);
    default:
      return assertNever(change);
  }
}

function applyChange(registry: Core2Registry, change: RegistryChange): Result<Core2Registry, Failure> {
  const splices = splicesFor(registry, change);
  if (!splices.ok) return splices;
  const next = readRegistryText(registry.path, applySplices(registry.xml.text, splices.value));
  if (!next.ok) return err(notWritten(registry, `line ${next.error.line}: ${next.error.detail}`));
  const problems = changeProblems(registry, next.value, change);
  return problems.length === 0 ? next : err(notWritten(registry, problems.join('; ')));
}

/** Applies changes one after the other, each to what the one before it made; reads the result in full after each. */
export function applyChanges(
  registry: Core2Registry,
  changes: readonly RegistryChange[],
): Result<Core2Registry, Failure> {
  let current = registry;
  for (const change of changes) {
    const next = applyChange(current, change);
    if (!next.ok) return next;
    current = next.value;
  }
  return ok(current);
}
