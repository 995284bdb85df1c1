import { randomBytes, randomUUID } from 'node:crypto';
import { keyValues } from '../read-lines.ts';
import { notHalted } from './metadata-methods.ts';
import type { StandInContext, StandInMethod } from './stand-in-method.ts';
import { poolNamed, QubesException, Refusal, vmNamed, volumeNamed, type StandInVm } from './stand-in-state.ts';
import { addRevision, cloneInto, resize, setMapped } from './stand-in-storage.ts';
import { freeNumber, isReferredTo, newProperties, newVolumes } from './stand-in-vms.ts';

const start: StandInMethod = ({ state, emit }, { dest }) => {
  const vm = vmNamed(state, dest);
  if (vm.state !== 'Halted') return '';
  const reason = vm.features.get('prohibit-start') ?? '';
  if (reason !== '' && state.generation === '4.3')
    throw new QubesException('QubesException', `Qube start is prohibited. Rationale: ${reason}`);
  if (vm.tags.has('backup-restore-in-progress')) {
    throw new QubesException('QubesVMError', 'Restore of this domain in progress, cannot start');
  }
  const byHand = { start_guid: 'True' };
  emit(dest, 'domain-pre-start', { ...byHand, mem_required: 'None' });
  emit(dest, 'domain-verify-files');
  emit(dest, 'domain-pre-spawn', byHand);
  resetIds({ emit }, dest);
  emit(dest, 'domain-spawn', byHand);
  emit(dest, 'domain-qdb-create');
  emit(dest, 'domain-pre-unpaused');
  emit(dest, 'domain-unpaused');
  vm.state = 'Running';
  emit(dest, 'domain-start', byHand);
  return '';
};

/** What changes with every start and stop, and says so. */
function resetIds({ emit }: Pick<StandInContext, 'emit'>, vm: string): void {
  for (const name of ['xid', 'stubdom_xid', 'start_time']) emit(vm, `property-reset:${name}`, { name });
}

/** It says Halted before its volumes are committed, and tells when they are (facts T3). */
function halt({ state, emit, nowSeconds }: StandInContext, vm: StandInVm): void {
  vm.state = 'Halted';
  emit(vm.name, 'domain-stopped');
  resetIds({ emit }, vm.name);
  for (const volume of vm.volumes.values()) {
    if (volume.saveOnStop) addRevision(state, volume, nowSeconds());
    volume.isOutdated = false;
  }
  const children = [...state.vms.values()].filter(({ properties }) => properties.get('template')?.value === vm.name);
  for (const child of children) {
    const root = child.volumes.get('root');
    if (root?.snapOnStart === true && child.state !== 'Halted') root.isOutdated = true;
  }
  emit(vm.name, 'domain-shutdown');
}

const stop =
  (isShutdown: boolean): StandInMethod =>
  (context, { dest, arg }) => {
    const vm = vmNamed(context.state, dest);
    if (vm.state === 'Halted') {
      throw new QubesException('QubesVMNotStartedError', `Domain is powered off: '${dest}'`);
    }
    const force = arg.split('+').includes('force') ? 'True' : 'False';
    if (isShutdown) context.emit(dest, 'domain-pre-shutdown', { force });
    halt(context, vm);
    return '';
  };

const create =
  (vmClass: string): StandInMethod =>
  ({ state, emit }, { arg, payload }) => {
    const told = keyValues(payload.split(' '));
    const [name = '', label = ''] = [told.get('name'), told.get('label')];
    if (state.vms.has(name)) throw new QubesException('QubesValueError', `VM ${name} already exists`);
    if (name === 'none' || name === 'default') {
      throw new QubesException('QubesValueError', "VM name cannot be 'none' nor 'default'");
    }
    const isBased = vmClass === 'AppVM';
    const template = isBased
      ? vmNamed(state, arg === '' ? (state.properties.get('default_template')?.value ?? '') : arg)
      : undefined;
    const pools = new Map(
      [...told].filter(([key]) => key.startsWith('pool')).map(([key, pool]) => [key.slice('pool:'.length), pool]),
    );
    for (const pool of pools.values()) poolNamed(state, pool);
    const uuid = randomUUID();
    const identity = { name, label, uuid, qid: String(freeNumber(state)), template: template?.name ?? '' };
    state.vms.set(name, {
      name,
      class: vmClass,
      uuid,
      state: 'Halted',
      properties: newProperties(state, vmClass, identity),
      features: new Map(),
      tags: new Set(['audiovm-dom0', 'created-by-dom0', 'guivm-dom0']),
      volumes: newVolumes(state, { name, class: vmClass }, template, pools),
      firewall: 'action=accept\n',
      notes: '',
      devices: new Map(),
    });
    emit('', 'domain-add', { vm: name });
    emit(name, 'domain-tag-add:created-by-dom0', { tag: 'created-by-dom0' });
    emit(name, 'domain-create-on-disk');
    return '';
  };

const remove: StandInMethod = ({ state, emit, faults }, { dest }) => {
  const vm = vmNamed(state, dest);
  if (vm.state !== 'Halted') throw notHalted(vm);
  if (isReferredTo(state, dest) || vm.properties.get('installed_by_rpm')?.value === 'True') {
    const where = "see 'journalctl -u qubesd -e' in dom0 for details";
    throw new QubesException('QubesVMInUseError', `Domain is in use: '${dest}';  ${where}`);
  }
  emit('', 'domain-pre-delete', { vm: dest });
  for (const volume of vm.volumes.values()) {
    if (!volume.saveOnStop) continue;
    if (faults.leavesVolumes) poolNamed(state, volume.pool).others.push(volume.vid);
    else setMapped(state, volume, 0);
  }
  state.vms.delete(dest);
  emit('', 'domain-delete', { vm: dest });
  return '';
};

const volumeMethods: Readonly<Record<string, StandInMethod>> = {
  'admin.vm.volume.Resize': ({ state }, { dest, arg, payload }) => {
    resize(state, arg, volumeNamed(vmNamed(state, dest), arg), payload);
    return '';
  },
  'admin.vm.volume.Set.revisions_to_keep': ({ state }, { dest, arg, payload }) => {
    const volume = volumeNamed(vmNamed(state, dest), arg);
    const isFileDriver = poolNamed(state, volume.pool).driver === 'file';
    if (isFileDriver && Number(payload) > 1) throw new Refusal('one revision at most');
    volume.revisionsToKeep = Number(payload);
    volume.revisions = Number(payload) <= 0 ? [] : volume.revisions.slice(-Number(payload));
    return '';
  },
  'admin.vm.volume.Set.rw': ({ state }, { dest, arg, payload }) => {
    const vm = vmNamed(state, dest);
    if (vm.state !== 'Halted') throw notHalted(vm);
    volumeNamed(vm, arg).rw = payload === 'True';
    return '';
  },
  'admin.vm.volume.Set.ephemeral': ({ state }, { dest, arg, payload }) => {
    volumeNamed(vmNamed(state, dest), arg).isEphemeral = payload === 'True';
    return '';
  },
  'admin.vm.volume.Revert': ({ state }, { dest, arg, payload }) => {
    const vm = vmNamed(state, dest);
    const volume = volumeNamed(vm, arg);
    if (vm.state !== 'Halted')
      throw new QubesException('StoragePoolException', `Cannot revert dirty volume ${volume.vid}`);
    if (!volume.revisions.includes(payload)) {
      throw new QubesException('StoragePoolException', `Volume ${volume.vid} has no revision ${payload}`);
    }
    volume.content = `${volume.content}@${payload}`;
    return '';
  },
  'admin.vm.volume.CloneFrom': ({ state, tokens }, { dest, arg }) => {
    const vm = vmNamed(state, dest);
    const token = randomBytes(16).toString('hex');
    tokens.set(token, { vm, volume: volumeNamed(vm, arg) });
    return token;
  },
  'admin.vm.volume.CloneTo': ({ state, tokens, faults, nowSeconds }, { dest, arg, payload }) => {
    const source = tokens.get(payload);
    if (source === undefined) throw new Refusal('no such token');
    // Used up even if what follows fails.
    tokens.delete(payload);
    const vm = vmNamed(state, dest);
    const target = volumeNamed(vm, arg);
    const isFull = faults.fullPools.has(target.pool);
    cloneInto(state, source, target, { isTargetRunning: vm.state !== 'Halted', isFull, nowSeconds: nowSeconds() });
    return '';
  },
};

const setPower =
  (power: string): StandInMethod =>
  ({ state, emit }, { dest }) => {
    vmNamed(state, dest).state = power;
    emit(dest, power === 'Paused' ? 'domain-paused' : 'domain-unpaused');
    return '';
  };

const classes = ['AppVM', 'TemplateVM', 'StandaloneVM'] as const;

/** The calls that change what exists or what runs. */
export const actingMethods: Readonly<Record<string, StandInMethod>> = {
  'admin.vm.Start': start,
  'admin.vm.Shutdown': stop(true),
  'admin.vm.Kill': stop(false),
  'admin.vm.Pause': setPower('Paused'),
  'admin.vm.Unpause': setPower('Running'),
  'admin.vm.Remove': remove,
  ...Object.fromEntries(
    classes.flatMap((name) => [
      [`admin.vm.Create.${name}`, create(name)],
      [`admin.vm.CreateInPool.${name}`, create(name)],
    ]),
  ),
  ...volumeMethods,
};
