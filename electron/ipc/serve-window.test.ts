import { expect, test, vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { defaultPreferences } from '#shared/domain/preferences.ts';
import { sendEvent, serveWindow, windowChannels, type WindowHandlers } from './serve-window.ts';

function aWindow(handlers: Partial<WindowHandlers> = {}) {
  const defects: { readonly reference: string; readonly at: string; readonly cause: unknown }[] = [];
  const unused = (): never => {
    throw new Error('not expected');
  };
  const all = Object.fromEntries(windowChannels.requests.map((name) => [name, unused])) as unknown as WindowHandlers;
  return { answer: serveWindow({ ...all, ...handlers }, (defect) => defects.push(defect)), defects };
}

test('a well-formed request reaches its handler, stripped of what the contract does not know', async () => {
  const cancel = vi.fn(() => Promise.resolve(ok({})));
  const { answer } = aWindow({ 'job.cancel': cancel });
  expect(await answer('job.cancel', { job: 'j-1', path: '/etc/passwd' })).toEqual({ ok: true, value: {} });
  expect(cancel).toHaveBeenCalledWith({ job: 'j-1' });
});

test.each([
  ['job.cancel', { job: '../../etc' }, 'job.cancel: job: '],
  ['job.cancel', undefined, 'job.cancel: input: '],
  ['plan.make', { action: { kind: 'format', vm: 'work' } }, 'plan.make: action.kind: '],
  ['session.open', { protocol: 1 }, 'no request session.open'],
  ['constructor', {}, 'no request constructor'],
])('%s with %j is refused before any handler', async (name, input, detail) => {
  const { answer, defects } = aWindow();
  expect(await answer(name, input)).toEqual({
    ok: false,
    error: { code: 'bad-request', detail: expect.stringContaining(detail) as string },
  });
  expect(defects).toEqual([]);
});

test('an expected failure passes through as it is', async () => {
  const failure = { ok: false, error: { code: 'agent-gone' } } as const;
  const { answer } = aWindow({ 'inventory.get': () => Promise.resolve(failure) });
  expect(await answer('inventory.get', {})).toEqual(failure);
});

test.each([
  ['throws', () => Promise.reject(new Error('secret path /root'))],
  ['answers in another shape', () => Promise.resolve(ok({ vms: 'all' } as never))],
])('a handler that %s is a defect: the page gets a reference, the log the cause', async (_what, handler) => {
  const { answer, defects } = aWindow({ 'inventory.get': handler });
  const result = await answer('inventory.get', {});
  expect(defects).toHaveLength(1);
  expect(result).toEqual({ ok: false, error: { code: 'internal', reference: defects[0]?.reference } });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('an event goes out in the contract’s shape or not at all', () => {
  const sent: unknown[] = [];
  const defects: unknown[] = [];
  const emit = sendEvent(
    (name, payload) => sent.push([name, payload]),
    (defect) => defects.push(defect),
  );
  const connection = { state: 'ready', system: 'sandbox' } as const;
  emit('connection.changed', { ...connection, secret: 'x' } as typeof connection);
  emit('connection.changed', { state: 'happy' } as never);
  expect(sent).toEqual([['connection.changed', connection]]);
  expect(defects).toHaveLength(1);
});

test('preferences keep their defaults for what is damaged', async () => {
  const set = vi.fn(() => Promise.resolve(ok({})));
  const { answer } = aWindow({ 'preferences.set': set });
  await answer('preferences.set', { ...defaultPreferences, theme: 'pink' });
  expect(set).toHaveBeenCalledWith(defaultPreferences);
});
