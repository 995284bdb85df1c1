import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Presence } from './presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(lifetime: 'explicit' | 'implicit', isBusy: () => boolean = () => false) {
  const onIdle = vi.fn();
  const presence = new Presence(lifetime, () => Promise.resolve(isBusy()), onIdle);
  presence.watch();
  return { presence, onIdle };
}

test('a box that was started for one command powers off five seconds after its last client', async () => {
  const { presence, onIdle } = watched('implicit');
  const leave = presence.enter();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onIdle).not.toHaveBeenCalled();
  leave();
  await vi.advanceTimersByTimeAsync(4_900);
  expect(onIdle).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(onIdle).toHaveBeenCalledOnce();
});

test('a box that was started for good stays', async () => {
  const { onIdle } = watched('explicit');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(onIdle).not.toHaveBeenCalled();
});

test('a job under way keeps the box up until it is done', async () => {
  let isBusy = true;
  const { onIdle } = watched('implicit', () => isBusy);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(onIdle).not.toHaveBeenCalled();
  isBusy = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(onIdle).toHaveBeenCalledOnce();
});

test('leaving twice counts once', async () => {
  const { presence, onIdle } = watched('implicit');
  const leave = presence.enter();
  presence.enter();
  leave();
  leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onIdle).not.toHaveBeenCalled();
});
