import { lines, type StandInMethod } from './stand-in-method.ts';
import { poolNamed, Refusal, vmNamed, volumeNamed, type StandInVm } from './stand-in-state.ts';
import { usageOf, vidsIn } from './stand-in-storage.ts';

const truth = (value: boolean): string => (value ? 'True' : 'False');

/** dom0 first, the rest by name, as Python sorts. */
const inOrder = (vms: Iterable<StandInVm>): readonly StandInVm[] =>
  [...vms].sort((one, other) => {
    if (one.class === 'AdminVM' || other.class === 'AdminVM') return one.class === 'AdminVM' ? -1 : 1;
    return one.name < other.name ? -1 : 1;
  });

const installed =
  (method: string): StandInMethod =>
  ({ state }) =>
    state.installed.get(method) ?? '';

/** The calls that only read, of VMs and of pools. */
export const readingMethods: Readonly<Record<string, StandInMethod>> = {
  'admin.vm.List': ({ state }, { dest }) =>
    lines(
      inOrder(dest === 'dom0' ? state.vms.values() : [vmNamed(state, dest)]).map(
        (vm) =>
          `${vm.name} class=${vm.class} state=${vm.state}${vm.uuid === '' || state.generation === '4.2' ? '' : ` uuid=${vm.uuid}`}`,
      ),
    ),
  'admin.vm.CurrentState': ({ state }, { dest }) => {
    const { state: power } = vmNamed(state, dest);
    const memory = power === 'Running' ? 4_096_000 : 0;
    return `mem=${memory} mem_static_max=${memory} cputime=0 power_state=${power}`;
  },
  'admin.vm.volume.List': ({ state }, { dest }) => lines(vmNamed(state, dest).volumes.keys()),
  'admin.vm.volume.Info': ({ state }, { dest, arg }) => {
    const volume = volumeNamed(vmNamed(state, dest), arg);
    return lines([
      `pool=${volume.pool}`,
      `vid=${volume.vid}`,
      `size=${volume.sizeBytes}`,
      `usage=${usageOf(volume)}`,
      `rw=${truth(volume.rw)}`,
      `source=${volume.source}`,
      `path=${volume.path}`,
      `save_on_stop=${truth(volume.saveOnStop)}`,
      `snap_on_start=${truth(volume.snapOnStart)}`,
      `revisions_to_keep=${volume.revisionsToKeep}`,
      `ephemeral=${truth(volume.isEphemeral)}`,
      `is_outdated=${truth(volume.isOutdated)}`,
    ]);
  },
  'admin.vm.volume.ListSnapshots': ({ state }, { dest, arg }) =>
    lines(volumeNamed(vmNamed(state, dest), arg).revisions),
  'admin.pool.List': ({ state }) => lines(state.pools.keys()),
  'admin.pool.Info': ({ state }, { arg }) => {
    const pool = poolNamed(state, arg);
    const { sizeBytes, usedBytes, includedIn } = pool;
    return lines([
      ...[...pool.config].map(([key, value]) => `${key}=${value}`),
      ...(sizeBytes === null ? [] : [`size=${sizeBytes}`]),
      ...(usedBytes === null ? [] : [`usage=${usedBytes}`]),
      ...(includedIn === null ? [] : [`included_in=${includedIn}`]),
    ]);
  },
  'admin.pool.UsageDetails': ({ state }, { arg }) => {
    const { sizeBytes, usedBytes, metadata } = poolNamed(state, arg);
    if (sizeBytes === null || usedBytes === null) return '';
    return lines([
      `data_size=${sizeBytes}`,
      `data_usage=${usedBytes}`,
      ...(metadata === null ? [] : [`metadata_size=${metadata.sizeBytes}`, `metadata_usage=${metadata.usedBytes}`]),
    ]);
  },
  'admin.pool.volume.List': ({ state }, { arg }) => lines(vidsIn(state, poolNamed(state, arg))),
  'admin.pool.ListDrivers': installed('admin.pool.ListDrivers'),
  'admin.deviceclass.List': installed('admin.deviceclass.List'),
  'admin.vmclass.List': installed('admin.vmclass.List'),
  'admin.label.List': ({ state }) => lines(state.labels.keys()),
  'admin.label.Get': ({ state }, { arg }) => {
    const color = state.labels.get(arg);
    if (color === undefined) throw new Refusal('no label');
    return color;
  },
};
