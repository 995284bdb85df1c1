import { expect, test, vi } from 'vitest';
import { makeWindowApi, type HostPrimitives } from './window-api.ts';

function anApi() {
  const invoke = vi.fn<HostPrimitives['invoke']>((name, input) =>
    Promise.resolve({ ok: true, value: { name, input } }),
  );
  const end = vi.fn();
  const subscribe = vi.fn<HostPrimitives['subscribe']>(() => end);
  const channels = { requests: ['job.list'], events: ['job.changed'] };
  return { api: makeWindowApi('chromium', channels, { invoke, subscribe }), invoke, subscribe, end };
}

test('a request of the contract reaches main, and its answer the page', async () => {
  const { api } = anApi();
  expect(await api.request('job.list', {})).toEqual({ ok: true, value: { name: 'job.list', input: {} } });
});

test.each(['session.open', 'constructor', '__proto__'])('the request %s never leaves the page', async (name) => {
  const { api, invoke } = anApi();
  expect(await api.request(name as 'job.list', {})).toEqual({
    ok: false,
    error: { code: 'bad-request', detail: `no request ${name}` },
  });
  expect(invoke).not.toHaveBeenCalled();
});

test('events of the contract can be listened to until that is ended, others not at all', () => {
  const { api, subscribe, end } = anApi();
  const listener = vi.fn();
  api.on('job.changed', listener)();
  expect(subscribe).toHaveBeenCalledWith('job.changed', listener);
  expect(end).toHaveBeenCalledOnce();
  expect(() => api.on('toString' as 'job.changed', listener)).toThrow('no event toString');
});

test('the page cannot change it', () => {
  const { api } = anApi();
  expect(Object.isFrozen(api)).toBe(true);
});
