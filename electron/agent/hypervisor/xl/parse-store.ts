import type { VmName } from '#shared/domain/ids.ts';
import type { AttachedDisk } from '../hypervisor.ts';

/** A block device that the store tells of, with how far its two ends have come. */
export interface StoredDisk extends AttachedDisk {
  /** Xen's XenbusState of the backend. */
  readonly state: number;
  /** The device that a hotplug script has made for it; null where it has none of its own, or not yet. */
  readonly node: string | null;
}

/** XenbusState: both ends work, and both are done. */
export const connected = 4;
export const closed = 6;

const dom0Name = 'dom0' as VmName;
const stubDomainEnding = '-dm';

/**
 * The output of `xenstore-ls -f /local/domain`: a path, ` = `, a value in quotes. Each disk has a folder
 * `/local/domain/BACKEND/backend/vbd/DOMAIN/NUMBER`. What is closed is nobody's any more. An HVM's device model has the same
 * disks as the HVM itself; they are told once, as the VM's.
 */
export function parseStore(text: string): readonly StoredDisk[] {
  const values = new Map<string, string>();
  const folders = new Set<string>();
  for (const line of text.split('\n')) {
    const [, path, value] = /^(\/local\/domain\/\S+) = "(.*)"\s*(?:\(.*\))?$/.exec(line) ?? [];
    if (path === undefined || value === undefined) continue;
    values.set(path, value);
    const [folder] = /^\/local\/domain\/\d+\/backend\/vbd\/\d+\/\d+(?=\/)/.exec(path) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const disks = new Map<string, StoredDisk>();
  for (const folder of folders) {
    const disk = diskIn(folder, values);
    if (disk !== null) disks.set(`${disk.vm}:${disk.frontend}`, disk);
  }
  return [...disks.values()];
}

function diskIn(folder: string, values: ReadonlyMap<string, string>): StoredDisk | null {
  const [, backendId = '', domainId = ''] = /^\/local\/domain\/(\d+)\/backend\/vbd\/(\d+)\//.exec(folder) ?? [];
  const vm = nameOf(domainId, values);
  const backend = nameOf(backendId, values);
  const frontend = values.get(`${folder}/dev`);
  const state = Number(values.get(`${folder}/state`) ?? 0);
  if (vm === null || backend === null || frontend === undefined || state === closed) return null;
  return {
    vm,
    backend,
    frontend,
    state,
    isReadOnly: values.get(`${folder}/mode`) === 'r',
    path: values.get(`${folder}/params`) ?? '',
    node: values.get(`${folder}/node`) ?? null,
    deviceNumber: deviceNumber(values.get(`${folder}/physical-device`)),
  };
}

function nameOf(domainId: string, values: ReadonlyMap<string, string>): VmName | null {
  if (domainId === '0') return dom0Name;
  const name = values.get(`/local/domain/${domainId}/name`);
  if (name === undefined) return null;
  return (name.endsWith(stubDomainEnding) ? name.slice(0, -stubDomainEnding.length) : name) as VmName;
}

/** The store has both numbers in hexadecimal; not there before the hotplug script has run. */
function deviceNumber(text: string | undefined): string | null {
  const [, major, minor] = /^([0-9a-f]+):([0-9a-f]+)$/i.exec(text ?? '') ?? [];
  return major === undefined || minor === undefined ? null : `${parseInt(major, 16)}:${parseInt(minor, 16)}`;
}
