import { poolNamed, QubesException, Refusal, type StandInPool, type StandInState } from './stand-in-state.ts';
import type { StandInVm, StandInVolume } from './stand-in-state.ts';

const lvmChunkBytes = 64 * 1024;
const fileBlockBytes = 4096;
const isThin = (path: string): boolean => path.startsWith('/dev/');

/** lvm2 tells use as a percentage with two places, so qubesd's usage is near the chunks that exist, not equal to them. */
export const usageOf = ({ path, sizeBytes, mappedBytes }: StandInVolume): number => {
  if (!isThin(path) || sizeBytes === 0) return mappedBytes;
  const percent = Math.round((10_000 * mappedBytes) / sizeBytes) / 100;
  return Math.floor((sizeBytes * percent) / 100);
};

export const mappedFrom = (path: string, usage: number): number =>
  isThin(path) ? Math.round(usage / lvmChunkBytes) * lvmChunkBytes : usage;

/** Where a driver puts the volume of a VM. */
export function placeIn(pool: StandInPool, vm: Pick<StandInVm, 'name' | 'class'>, volume: string) {
  if (pool.driver === 'lvm_thin') {
    const group = pool.config.get('volume_group') ?? '';
    const lv = `vm-${vm.name}-${volume}`;
    const mapped = [group, lv].map((part) => part.replaceAll('-', '--')).join('-');
    return { vid: `${group}/${lv}`, path: `/dev/mapper/${mapped}` };
  }
  const vid = `${vm.class === 'TemplateVM' ? 'vm-templates' : 'appvms'}/${vm.name}/${volume}`;
  const suffix = pool.driver === 'file-reflink' ? '-dirty' : '';
  return { vid, path: `${pool.config.get('dir_path') ?? ''}/${vid}${suffix}.img` };
}

/** What is in a pool by qubesd's count: a thin pool's own list of volumes, elsewhere what qubesd's VMs have in it. */
export function vidsIn(state: StandInState, pool: StandInPool): readonly string[] {
  const templatesFirst = [...state.vms.values()].sort(
    (one, other) => Number(other.class === 'TemplateVM') - Number(one.class === 'TemplateVM'),
  );
  const volumes = templatesFirst.flatMap((vm) =>
    [...vm.volumes.values()]
      .filter((volume) => volume.pool === pool.name && pool.driver !== 'linux-kernel')
      .filter((volume) => pool.driver !== 'lvm_thin' || volume.saveOnStop || isRunningVolatile(vm, volume)),
  );
  const vids = [...volumes.map(({ vid }) => vid), ...pool.others];
  return pool.driver === 'lvm_thin' ? vids.sort() : vids;
}

const isRunningVolatile = (vm: StandInVm, volume: StandInVolume): boolean =>
  vm.state !== 'Halted' && !volume.snapOnStart;

/** A volume's bytes are counted in its pool as they change. */
export function setMapped(state: StandInState, volume: StandInVolume, mappedBytes: number): void {
  const pool = poolNamed(state, volume.pool);
  if (pool.usedBytes !== null) pool.usedBytes += mappedBytes - volume.mappedBytes;
  volume.mappedBytes = mappedBytes;
}

export function resize(state: StandInState, name: string, volume: StandInVolume, payload: string): void {
  if (!/^(0|[1-9]\d{0,18})$/.test(payload)) throw new Refusal('not a size');
  const size = Number(payload);
  const { driver } = poolNamed(state, volume.pool);
  // Only file-reflink never looked (facts T6).
  if (size < volume.sizeBytes && driver !== 'file-reflink') {
    throw new QubesException(
      'StoragePoolException',
      `For your own safety, shrinking of ${name} is disabled (${size} < ${volume.sizeBytes}). ` +
        `If you really know what you are doing, use \`lvresize\` on ${volume.vid} manually.`,
    );
  }
  volume.sizeBytes = size;
  const most = Math.ceil(size / fileBlockBytes) * fileBlockBytes;
  if (volume.mappedBytes > most) setMapped(state, volume, most);
}

/** The volume's state becomes a revision, and the oldest ones over the limit go. */
export function addRevision(state: StandInState, volume: StandInVolume, nowSeconds: number): void {
  if (volume.revisionsToKeep <= 0) return;
  const isLvm = poolNamed(state, volume.pool).driver === 'lvm_thin';
  const id = isLvm ? `${nowSeconds}-back` : String(Number(volume.revisions.at(-1) ?? 0) + 1);
  volume.revisions = [...volume.revisions, id].slice(-volume.revisionsToKeep);
}

export interface CloneSource {
  readonly vm: StandInVm;
  readonly volume: StandInVolume;
}

/** Fills a volume with what the source held when it was last stopped (facts T2). */
export function cloneInto(
  state: StandInState,
  source: CloneSource,
  target: StandInVolume,
  { isTargetRunning, isFull, nowSeconds }: { isTargetRunning: boolean; isFull: boolean; nowSeconds: number },
): void {
  const [from, to] = [poolNamed(state, source.volume.pool), poolNamed(state, target.pool)];
  const isLvm = to.driver === 'lvm_thin';
  if (!target.saveOnStop) {
    if (isLvm) throw new Refusal('not an origin');
    return;
  }
  if (isTargetRunning && isLvm) {
    const advice = 'start and stop a qube to cleanup';
    throw new QubesException('StoragePoolException', `Cannot import to dirty volume ${target.vid} - ${advice}`);
  }
  if (isLvm && isOfOtherGroup(from, to)) {
    throw new QubesException(
      'StoragePoolException',
      'Only one volume group name is supported: use a single volume group name',
    );
  }
  if (isFull) {
    const why = `Free space in thin pool ${to.config.get('thin_pool') ?? to.name} reached threshold`;
    throw new QubesException('StoragePoolException', why);
  }
  // What was there, empty after Create, becomes the revision that one must not revert to (facts T5).
  addRevision(state, target, nowSeconds);
  target.content = source.volume.saveOnStop ? source.volume.content : '';
  target.sizeBytes = source.volume.sizeBytes;
  setMapped(state, target, source.volume.saveOnStop ? source.volume.mappedBytes : 0);
}

/** Thin pools of one name in two volume groups, which qubesd takes for one (facts T4). */
const isOfOtherGroup = (from: StandInPool, to: StandInPool): boolean =>
  from.driver === 'lvm_thin' &&
  from.config.get('thin_pool') === to.config.get('thin_pool') &&
  from.config.get('volume_group') !== to.config.get('volume_group');
