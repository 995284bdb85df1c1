import type { AdminProperty } from '../property.ts';

/** What the stand-in qubesd knows. Tests change it as they please, as other programs change a real one. */
export interface StandInState {
  readonly vms: Map<string, StandInVm>;
  readonly pools: Map<string, StandInPool>;
  readonly properties: Map<string, AdminProperty>;
  readonly labels: Map<string, string>;
  /** Replies that tell what is installed: the lines of ListDrivers, of deviceclass.List, of vmclass.List. */
  readonly installed: ReadonlyMap<string, string>;
  /** Recorded were conversations with R4.3; R4.2 differs as facts §1.5, §2.6 and §4.3 say. */
  generation: '4.2' | '4.3';
}

export interface StandInVm {
  readonly name: string;
  readonly class: string;
  readonly uuid: string;
  state: string;
  readonly properties: Map<string, AdminProperty>;
  readonly features: Map<string, string>;
  readonly tags: Set<string>;
  readonly volumes: Map<string, StandInVolume>;
  firewall: string;
  notes: string;
  /** Lines of `admin.vm.device.CLASS.VERB`, by `CLASS.VERB`. */
  readonly devices: Map<string, string[]>;
}

export interface StandInVolume {
  pool: string;
  vid: string;
  path: string;
  source: string;
  sizeBytes: number;
  /** Stands for the bytes in it: a copy has the same. Empty as it was made. */
  content: string;
  /** What really exists of it; a thin volume's usage is a rounded percentage of this. */
  mappedBytes: number;
  rw: boolean;
  readonly saveOnStop: boolean;
  readonly snapOnStart: boolean;
  revisionsToKeep: number;
  isEphemeral: boolean;
  isOutdated: boolean;
  /** Oldest first. */
  revisions: string[];
}

export interface StandInPool {
  readonly name: string;
  readonly driver: string;
  /** `key=value` lines in qubesd's order, driver and name among them. */
  readonly config: Map<string, string>;
  sizeBytes: number | null;
  usedBytes: number | null;
  readonly metadata: { readonly sizeBytes: number; usedBytes: number } | null;
  readonly includedIn: string | null;
  /** What `admin.pool.volume.List` shows beside the VMs' own: kernels, orphans, dom0's. */
  readonly others: string[];
}

/** qubesd closes the connection without a byte: not permitted, no such method, or its own defect. */
export class Refusal extends Error {}

/** qubesd answers with an exception. */
export class QubesException extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function vmNamed(state: StandInState, name: string): StandInVm {
  const vm = state.vms.get(name);
  if (vm === undefined) throw new QubesException('QubesVMNotFoundError', `No such domain: '${name}'`);
  return vm;
}

export function volumeNamed(vm: StandInVm, name: string): StandInVolume {
  const volume = vm.volumes.get(name);
  if (volume === undefined) throw new Refusal(`no volume ${name}`);
  return volume;
}

export function poolNamed(state: StandInState, name: string): StandInPool {
  const pool = state.pools.get(name);
  if (pool === undefined) throw new Refusal(`no pool ${name}`);
  return pool;
}
