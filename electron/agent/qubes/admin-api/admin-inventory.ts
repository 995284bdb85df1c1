import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { ThinLook, ThinVolumes } from '../../storage/thin-volumes.ts';
import type { AdminClient } from './admin-client.ts';
import { adminRequest } from './admin-request.ts';
import { askLines } from './ask-lines.ts';
import { describeSystem } from './describe-system.ts';
import { meaningOf } from './changed-by-event.ts';
import type { AdminEvent } from './event-frames.ts';
import { readListedVm, type ListedVm } from './listed-vm.ts';
import { readPools, type PoolReading } from './read-pools.ts';
import { isGone, readVm, type VmReading } from './read-vm.ts';
import type { ReadVm } from './system-reading.ts';

export interface AdminInventoryOptions {
  readonly client: AdminClient;
  readonly seesAllVms: boolean;
  /** null for whoever may not ask LVM itself. */
  readonly thin: Pick<ThinVolumes, 'look'> | null;
  readonly now: () => Timestamp;
  /** Milliseconds that only go forward. */
  readonly clock?: () => number;
}

/** What no event tells of: pools fill up, and volumes of running VMs do (facts §7.3). lvm2's figures are 30 s old anyway. */
const poolsMaxAgeMs = 30_000;
const runningVmMaxAgeMs = 60_000;

interface KeptReading extends VmReading {
  readonly atMs: number;
}

interface KeptPools {
  readonly reading: Result<readonly PoolReading[], Failure>;
  readonly atMs: number;
}

/** What qubesd has told so far, kept true by its events between two whole looks. */
export class AdminInventory {
  readonly #options: AdminInventoryOptions;
  readonly #clock: () => number;
  /** Replaced as a whole when all is forgotten: what is just being read then lands in the old one. */
  #readings = new Map<VmName, KeptReading>();
  /** To be read again. What changes while it is being read stays here, and is read once more. */
  readonly #stale = new Set<VmName>();
  readonly #halting = new Set<VmName>();
  #pools: KeptPools | undefined;
  #arePoolsStale = false;
  #isFollowed = false;
  #eventsRefusal: Failure | null = null;

  constructor(options: AdminInventoryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** Reads everything: about nine calls a VM. */
  look(): Promise<{ readonly inventory: Inventory }> {
    this.#forget();
    return this.#read();
  }

  /** Reads only what events have told of and what has none, as long as the events are heard; else everything. */
  glance(): Promise<{ readonly inventory: Inventory }> {
    return this.#isFollowed ? this.#read() : this.look();
  }

  /** Events are heard from now on. What was read before may have changed unheard. */
  follow(): void {
    this.#forget();
    this.#halting.clear();
    this.#isFollowed = true;
    this.#eventsRefusal = null;
  }

  /** Events are not heard any more. */
  unfollow(failure?: Failure): void {
    this.#isFollowed = false;
    this.#eventsRefusal = failure?.code === 'admin-refused' ? failure : null;
    this.#halting.clear();
  }

  /** Takes note of what has changed; false where it is nothing that is shown. */
  note(event: AdminEvent): boolean {
    const meaning = meaningOf(event);
    if (meaning === null) return false;
    if (meaning.kind === 'pools') {
      this.#arePoolsStale = true;
      return true;
    }
    this.#stale.add(meaning.vm);
    if (meaning.kind === 'vm-halting') this.#halting.add(meaning.vm);
    if (meaning.kind === 'vm-settled') {
      this.#halting.delete(meaning.vm);
      this.#distrustChildren(meaning.vm);
    }
    return true;
  }

  #forget(): void {
    this.#readings = new Map();
    this.#pools = undefined;
  }

  /** A template that was shut down has outdated what its running VMs have of it. */
  #distrustChildren(template: VmName): void {
    for (const [name, { properties }] of this.#readings) {
      const own = properties.ok ? properties.value.get('template') : undefined;
      if (own !== undefined && own !== 'not-permitted' && own.value === template) this.#stale.add(name);
    }
  }

  async #read(): Promise<{ readonly inventory: Inventory }> {
    const { client, seesAllVms, now } = this.#options;
    const listed = await askLines(client, adminRequest('admin.vm.List', 'dom0'));
    const [vms, pools] = await Promise.all([
      listed.ok ? this.#readVms(listed.value.map(readListedVm)) : listed,
      this.#readPools(),
    ]);
    const looked = await this.#lookAtThin(pools);
    const [thin, thinFailure] = looked.ok ? [looked.value, null] : [null, looked.error];
    const [events, halting] = [this.#eventsRefusal, this.#halting];
    return { inventory: describeSystem({ vms, pools, thin, thinFailure, events, seesAllVms, halting }, now()) };
  }

  /** A dom0 without a thin pool may have no LVM at all. */
  async #lookAtThin(pools: KeptPools['reading']): Promise<Result<ThinLook | null, Failure>> {
    const { thin } = this.#options;
    const hasThinPool = pools.ok && pools.value.some(({ info }) => info.ok && info.value.driver === 'lvm_thin');
    return thin === null || !hasThinPool ? ok(null) : thin.look();
  }

  async #readVms(listed: readonly ListedVm[]): Promise<Result<readonly ReadVm[], Failure>> {
    const before = this.#readings;
    const readings = new Map<VmName, KeptReading>();
    const read = await Promise.all(
      listed.map(async (vm): Promise<ReadVm> => {
        const reading = this.#fresh(vm, before.get(vm.name)) ?? (await this.#readVm(vm));
        readings.set(vm.name, reading);
        return { vm, ...reading };
      }),
    );
    if (this.#readings === before) this.#readings = readings;
    return ok(read.filter((vm) => !isGone(vm)));
  }

  async #readVm(vm: ListedVm): Promise<KeptReading> {
    this.#stale.delete(vm.name);
    const atMs = this.#clock();
    return { ...(await readVm(this.#options.client, vm)), atMs };
  }

  #fresh({ name, power }: ListedVm, kept: KeptReading | undefined): KeptReading | undefined {
    if (kept === undefined || this.#stale.has(name)) return undefined;
    return power !== 'halted' && this.#clock() - kept.atMs > runningVmMaxAgeMs ? undefined : kept;
  }

  async #readPools(): Promise<KeptPools['reading']> {
    const kept = this.#pools;
    const isFresh = kept !== undefined && !this.#arePoolsStale && this.#clock() - kept.atMs <= poolsMaxAgeMs;
    if (isFresh) return kept.reading;
    this.#arePoolsStale = false;
    const atMs = this.#clock();
    this.#pools = { reading: await readPools(this.#options.client), atMs };
    return this.#pools.reading;
  }
}
