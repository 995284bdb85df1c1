import { createHash } from 'node:crypto';
import { isAbsolute, join, resolve } from 'node:path';
import type { VmName } from '#shared/domain/ids.ts';
import { vmLabels } from '#shared/domain/vm.ts';
import { storageTypes } from '#shared/domain/volume.ts';
import type { RegisteredVm } from '../vm-registry.ts';
import { AttributeReader } from './attribute-reader.ts';
import type { DamageNotes } from '../registry-file/damage.ts';
import { classOfElement, type ElementClass } from './element-classes.ts';
import type { XmlElement } from '../registry-file/parse-registry-xml.ts';
import { driveForm } from './rename-attributes.ts';

/** An element that stands for a VM, with the number by which others refer to it. */
export interface VmRecord {
  readonly element: XmlElement;
  readonly class: ElementClass;
  readonly qid: number;
  readonly name: VmName;
}

/** What reading one VM needs to know of the rest of the file. */
export interface RegistryContext {
  readonly text: string;
  /** The absolute folder of qubes.xml. */
  readonly baseDir: string;
  readonly byQid: ReadonlyMap<number, VmRecord>;
  readonly defaultNetvm: VmName | null;
  readonly defaultKernel: string | null;
  readonly notes: DamageNotes;
}

/** Wider than the rule for new names, as older and newer cores allowed more; still safe in paths and volume names. */
const readableName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;

/** Null for an element that is no VM of core-2: it is kept, and otherwise none of our business. */
export function readVmRecord(element: XmlElement, notes: DamageNotes): VmRecord | null {
  const elementClass = classOfElement(element.name);
  if (elementClass === undefined) return null;
  const reader = new AttributeReader(element, notes);
  const name = reader.requiredText('name');
  if (!readableName.test(name)) reader.note('name', `"${name}" is no name of a VM`);
  reader.requiredText('qid');
  const qid = reader.qid('qid');
  if (qid === null) reader.note('qid', `${name} has no number`);
  return { element, class: elementClass, qid: qid ?? -1, name: name as VmName };
}

function readTemplate(record: VmRecord, reader: AttributeReader, context: RegistryContext): VmName | null {
  const qid = reader.qid('template_qid');
  if (qid === null) return null;
  const template = context.byQid.get(qid);
  if (template?.class.isTemplate === true && !record.class.isTemplate) return template.name;
  reader.note('template_qid', `template_qid="${qid}" of ${record.name} is not the number of a template`);
  return null;
}

/** A NetVM that is gone counts as none, as it does for core-2. */
function readNetvm(record: VmRecord, reader: AttributeReader, context: RegistryContext): VmName | null {
  if (record.class.netvm === 'none') return null;
  const followsDefault = record.class.netvm === 'own-or-default' && reader.boolean('uses_default_netvm', false);
  if (followsDefault) return context.defaultNetvm;
  const qid = reader.qid('netvm_qid');
  return qid === null ? null : (context.byQid.get(qid)?.name ?? null);
}

function readKernel(record: VmRecord, reader: AttributeReader, context: RegistryContext): string | null {
  if (!record.class.hasKernel) return null;
  return reader.boolean('uses_default_kernel', true) ? context.defaultKernel : reader.textOrNone('kernel');
}

function readDirPath(record: VmRecord, reader: AttributeReader, baseDir: string): string {
  const parentDir = record.class.parentDir;
  const dirPath =
    reader.text('dir_path') ?? (parentDir === null ? '/nonexistent' : join(baseDir, parentDir, record.name));
  if (!isAbsolute(dirPath) || dirPath.split('/').includes('..') || dirPath.includes('\0')) {
    reader.note('dir_path', `dir_path="${dirPath}" is not an absolute path`);
  }
  return dirPath.replace(/(?<=.)\/+$/, '');
}

function readImagePaths(reader: AttributeReader, dirPath: string): RegisteredVm['imagePaths'] {
  const roles = ['root', 'private', 'volatile'] as const;
  const paths = roles.map((role) => [role, reader.text(`${role}_img`)] as const);
  return Object.fromEntries(paths.flatMap(([role, path]) => (path ? [[role, resolve(dirPath, path)]] : [])));
}

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export function readVm(record: VmRecord, context: RegistryContext): RegisteredVm {
  const { element, name } = record;
  const reader = new AttributeReader(element, context.notes);
  const template = readTemplate(record, reader, context);
  const isStandalone = record.class.class === 'AppVM' && template === null;
  const isInstalledByRpm = reader.boolean('installed_by_rpm', false);
  const dirPath = readDirPath(record, reader, context.baseDir);
  return {
    name,
    class: isStandalone ? 'StandaloneVM' : record.class.class,
    label: reader.oneOf(
      'label',
      vmLabels,
      record.class.isTemplate || record.class.class === 'AdminVM' ? 'black' : 'red',
    ),
    template,
    netvm: readNetvm(record, reader, context),
    storageType: reader.oneOf('storage_type', storageTypes, 'file'),
    autostart: reader.boolean('autostart', false),
    isInternal: reader.boolean('internal', false),
    isInstalledByRpm,
    includeInBackups: reader.boolean('include_in_backups', !isInstalledByRpm),
    dirPath,
    kernel: readKernel(record, reader, context),
    confPath: resolve(dirPath, reader.text('conf_file') || `${name}.conf`),
    imagePaths: readImagePaths(reader, dirPath),
    driveVm: (driveForm.exec(reader.text('drive') ?? '')?.[2] ?? null) as VmName | null,
    pciDevices: reader.strings('pcidevs'),
    services: reader.flags('services'),
    recordDigest: digestOf(context.text.slice(element.start, element.end)),
  };
}
