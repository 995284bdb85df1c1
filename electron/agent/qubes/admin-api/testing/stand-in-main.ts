import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadRegistry, registryOf } from './r4-registry.ts';
import { recordedState } from './recorded-state.ts';
import { StandInQubesd } from './stand-in-qubesd.ts';

/**
 * The stand-in qubesd as a program of a lab box's dom0: `SOCKET REGISTRY FROM-VG TO-VG`. Like the real one it has its
 * registry in memory, reads it when it starts and writes it when it is told to end. Its recorded thin pools are in one
 * group each; here they have equal names.
 */
const [socketPath = '', registryPath = '', fromGroup = '', toGroup = ''] = process.argv.slice(2);
const state = recordedState('lvm-thin-pools');
for (const [name, group] of [
  ['vm-pool', fromGroup],
  ['data', toGroup],
] as const) {
  state.pools.get(name)?.config.set('volume_group', group).set('thin_pool', 'vm-pool');
}
for (const vm of state.vms.values()) {
  for (const volume of vm.volumes.values()) {
    volume.vid = volume.vid.replace(/^qubes_dom0\//, `${fromGroup}/`);
    volume.source = volume.source.replace(/^qubes_dom0\//, `${fromGroup}/`);
    volume.path = volume.path.replace(/^\/dev\/mapper\/qubes_dom0-/, `/dev/mapper/${fromGroup}-`);
  }
}
if (existsSync(registryPath)) loadRegistry(state, readFileSync(registryPath, 'utf8'));
else writeFileSync(registryPath, registryOf(state), { mode: 0o660 });

const qubesd = new StandInQubesd(state);
process.on('SIGTERM', () => {
  writeFileSync(registryPath, registryOf(state));
  process.exit(0);
});
// A VM of which a session is going on.
if (state.vms.get('personal')?.state === 'Halted') qubesd.act('admin.vm.Start', 'personal');
await qubesd.listen(socketPath);
