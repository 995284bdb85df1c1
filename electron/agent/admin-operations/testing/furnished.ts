import { afterEach } from 'vitest';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { RecordingName } from '../../qubes/admin-api/testing/recording.ts';
import { AdminLab } from './admin-lab.ts';

const labs: AdminLab[] = [];
afterEach(() => labs.splice(0).forEach((lab) => lab.remove()));

/** One of the recorded system; it goes with the test. */
export function aLab(recording?: RecordingName): AdminLab {
  const lab = new AdminLab(recording);
  labs.push(lab);
  return lab;
}

export const move = (vm: string, pool = 'data') =>
  ({ kind: 'migrate', vm: vm as VmName, pool: pool as PoolId }) as const;

/** `work` with all that a qube can have, and others that name it. */
export function furnished(generation: '4.2' | '4.3' = '4.3'): AdminLab {
  const lab = aLab();
  const { state } = lab.qubesd;
  state.generation = generation;
  const act = lab.qubesd.act.bind(lab.qubesd);
  const set = (vm: string, property: string, value: string) => act('admin.vm.property.Set', vm, property, value);
  set('work', 'provides_network', 'True');
  set('work', 'template_for_dispvms', 'True');
  set('work', 'default_dispvm', 'work');
  set('work', 'memory', '800');
  set('work', 'autostart', 'True');
  set('personal', 'netvm', 'work');
  set('vault', 'default_dispvm', 'work');
  act('admin.property.Set', 'dom0', 'default_netvm', 'work');
  for (const [name, value] of [
    ['internal', ''],
    ['preload-dispvm-max', '2'],
    ['x.y', 'a b'],
  ] as const) {
    act('admin.vm.feature.Set', 'work', name, value);
  }
  act('admin.vm.firewall.Set', 'work', '', 'action=accept proto=tcp dstports=1-1024\naction=drop comment=No more\n');
  if (generation === '4.3') act('admin.vm.notes.Set', 'work', '', 'My notes ✓\n');
  const vm = state.vms.get('work');
  const [root, volatile] = [vm?.volumes.get('private'), vm?.volumes.get('volatile')];
  if (vm === undefined || root === undefined || volatile === undefined) throw new Error('work');
  root.revisionsToKeep = 3;
  root.rw = false;
  volatile.sizeBytes = 12 * 2 ** 30;
  const assigned = (backend: string, frontend: string, port: string): void => {
    if (generation === '4.2') {
      act('admin.vm.device.block.Attach', frontend, `${backend}+${port}`, 'read-only=True persistent=True');
      return;
    }
    const payload = `device_id='*' port_id='${port}' devclass='block' backend_domain='${backend}' mode='required' frontend_domain='${frontend}' _read-only='yes'`;
    act('admin.vm.device.block.Assign', frontend, `${backend}+${port}+_`, payload);
  };
  assigned('sys-net', 'work', 'sda1');
  assigned('work', 'personal', 'loop0');
  return lab;
}
