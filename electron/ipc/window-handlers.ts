import { ok } from '#shared/base/result.ts';
import type { AgentRelay } from './agent-relay.ts';
import type { PreferencesStore } from './preferences-store.ts';
import type { WindowHandlers } from './serve-window.ts';

export const windowHandlers = (relay: AgentRelay, preferences: PreferencesStore): WindowHandlers => ({
  'inventory.get': (input) => relay.request('inventory.get', input),
  'checks.run': (input) => relay.request('checks.run', input),
  'plan.make': (input) => relay.request('plan.make', input),
  'plan.start': (input) => relay.request('plan.start', input),
  'vm.start': (input) => relay.request('vm.start', input),
  'vm.startDisposable': (input) => relay.request('vm.startDisposable', input),
  'vm.stop': (input) => relay.request('vm.stop', input),
  'vm.kill': (input) => relay.request('vm.kill', input),
  'vm.pause': (input) => relay.request('vm.pause', input),
  'vm.unpause': (input) => relay.request('vm.unpause', input),
  'vm.prepare': (input) => relay.request('vm.prepare', input),
  'vm.release': (input) => relay.request('vm.release', input),
  'vm.disks': (input) => relay.request('vm.disks', input),
  'device.list': (input) => relay.request('device.list', input),
  'device.attach': (input) => relay.request('device.attach', input),
  'device.detach': (input) => relay.request('device.detach', input),
  'device.assign': (input) => relay.request('device.assign', input),
  'device.unassign': (input) => relay.request('device.unassign', input),
  'job.list': (input) => relay.request('job.list', input),
  'job.cancel': (input) => relay.request('job.cancel', input),
  'job.resume': (input) => relay.request('job.resume', input),
  'job.discard': (input) => relay.request('job.discard', input),
  'window.state': () =>
    Promise.resolve(ok({ connection: relay.connection, snapshot: relay.snapshot, preferences: preferences.current() })),
  'window.reconnect': () => {
    relay.reconnect();
    return Promise.resolve(ok({}));
  },
  'preferences.set': async (input) => {
    const saved = await preferences.set(input);
    return saved.ok ? ok({}) : saved;
  },
});
