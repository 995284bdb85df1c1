import { expect, test } from 'vitest';
import { AdminClient } from '../admin-client.ts';
import { adminRequest } from '../admin-request.ts';
import { socketTransport } from '../socket-transport.ts';
import { startStandIn } from './start-stand-in.ts';

/** A stand-in that has `copy` in the pool `data`, made for a clone of `work`. */
async function withCopy() {
  const { qubesd, socketPath } = await startStandIn();
  const client = new AdminClient(socketTransport(socketPath));
  const call = async (method: string, dest: string, arg = '', payload = ''): Promise<string> => {
    const reply = await client.call(adminRequest(method, dest, arg, payload));
    if (reply.ok) return reply.value.toString();
    return 'message' in reply.error ? reply.error.message : reply.error.code;
  };
  await call('admin.vm.CreateInPool.AppVM', 'dom0', '', 'name=copy label=red pool=data');
  return { qubesd, socketPath, call };
}

test('a clone token is lost when qubesd restarts, and used up when its clone fails', async () => {
  const { qubesd, socketPath, call } = await withCopy();
  const lost = await call('admin.vm.volume.CloneFrom', 'work', 'private');
  await qubesd.close();
  await qubesd.listen(socketPath);
  expect(await call('admin.vm.volume.CloneTo', 'copy', 'private', lost)).toBe('admin-refused');

  const token = await call('admin.vm.volume.CloneFrom', 'work', 'private');
  qubesd.faults.fullPools.add('data');
  expect(await call('admin.vm.volume.CloneTo', 'copy', 'private', token)).toContain('reached threshold');
  qubesd.faults.fullPools.clear();
  expect(await call('admin.vm.volume.CloneTo', 'copy', 'private', token)).toBe('admin-refused');
});

test('Remove says nothing of volumes that it leaves', async () => {
  const { qubesd, call } = await withCopy();
  qubesd.faults.leavesVolumes = true;
  expect(await call('admin.vm.Remove', 'copy')).toBe('');
  expect(await call('admin.pool.volume.List', 'dom0', 'data')).toBe('qubes_data/vm-copy-private\n');
});

test('a VM can be started while somebody asks for something else', async () => {
  const { qubesd, call } = await withCopy();
  qubesd.intercept = ({ method }) => {
    if (method === 'admin.vm.volume.CloneTo') qubesd.act('admin.vm.Start', 'copy');
    return undefined;
  };
  const token = await call('admin.vm.volume.CloneFrom', 'work', 'private');
  expect(await call('admin.vm.volume.CloneTo', 'copy', 'private', token)).toContain('Cannot import to dirty volume');
});

test('pools of one name in two volume groups are taken for one (facts T4)', async () => {
  const { qubesd, call } = await withCopy();
  qubesd.state.pools.get('data')?.config.set('thin_pool', 'vm-pool');
  const token = await call('admin.vm.volume.CloneFrom', 'work', 'private');
  expect(await call('admin.vm.volume.CloneTo', 'copy', 'private', token)).toContain('use a single volume group name');
});
