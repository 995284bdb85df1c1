import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { RegistryContents } from '../vm-registry.ts';
import { AttributeReader } from './attribute-reader.ts';
import { DamageNotes, type Damage } from '../registry-file/damage.ts';
import { decodeUtf8 } from '../registry-file/decode-utf8.ts';
import { freeNetids, freeQids } from './free-numbers.ts';
import { parseRegistryXml, type RegistryXml } from '../registry-file/parse-registry-xml.ts';
import { readVm, readVmRecord, type VmRecord } from './vm-element.ts';

/** One version of qubes.xml: its text with every element's place, and what it means. */
export interface Core2Registry {
  readonly path: string;
  readonly xml: RegistryXml;
  readonly records: readonly VmRecord[];
  readonly contents: RegistryContents;
}

/** Names and numbers must each be unique, or a change could be made to the wrong VM. */
function readRecords(xml: RegistryXml, notes: DamageNotes): readonly VmRecord[] {
  const records: VmRecord[] = [];
  const names = new Set<string>();
  const qids = new Set<number>();
  for (const element of xml.root.children) {
    const record = readVmRecord(element, notes);
    if (record === null) continue;
    const reader = new AttributeReader(element, notes);
    if (names.has(record.name)) reader.note('name', `there are two VMs named ${record.name}`);
    if (qids.has(record.qid)) reader.note('qid', `there are two VMs numbered ${record.qid}`);
    names.add(record.name);
    qids.add(record.qid);
    records.push(record);
  }
  return records;
}

/** `path` is where the text is from: VM folders that are not named are looked for beside it. */
export function readRegistryText(path: string, text: string): Result<Core2Registry, Damage> {
  const parsed = parseRegistryXml(text, 'QubesVmCollection');
  if (!parsed.ok) return parsed;
  const xml = parsed.value;
  const notes = new DamageNotes(text);
  const records = readRecords(xml, notes);
  const byQid = new Map(records.map((record) => [record.qid, record]));
  const root = new AttributeReader(xml.root, notes);
  const namedBy = (attribute: string): VmName | null => {
    const qid = root.qid(attribute);
    return qid === null ? null : (byQid.get(qid)?.name ?? null);
  };
  const defaultNetvm = namedBy('default_netvm');
  const defaultKernel = root.textOrNone('default_kernel');
  const context = { text, baseDir: dirname(path), byQid, defaultNetvm, defaultKernel, notes };
  const contents: RegistryContents = {
    vms: records.map((record) => readVm(record, context)),
    defaultTemplate: namedBy('default_template'),
    defaultNetvm,
    defaultFirewallVm: namedBy('default_fw_netvm'),
    updateVm: namedBy('updatevm'),
    clockVm: namedBy('clockvm'),
    defaultKernel: context.defaultKernel,
    freeNumbers: { vms: freeQids(xml).length, networkVms: freeNetids(xml).length },
    digest: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
  return notes.first === null ? ok({ path, xml, records, contents }) : err(notes.first);
}

/** Reads a qubes.xml in full: whatever is not understood in what concerns us is damage. */
export function readRegistry(path: string, bytes: Buffer): Result<Core2Registry, Damage> {
  const text = decodeUtf8(bytes);
  return text.ok ? readRegistryText(path, text.value) : text;
}
