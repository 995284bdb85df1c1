import { expect, test } from 'vitest';
import { anInventory } from '#shared/testing/builders.ts';
import { InventoryWatch } from './inventory-watch.ts';

/** A watch whose looks end when the test says so. */
function aWatch() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const begin = (kind: string) => () => {
    begun.push(kind);
    return new Promise<{ inventory: ReturnType<typeof anInventory> }>((resolve) =>
      ends.push(() => resolve({ inventory: anInventory() })),
    );
  };
  const watch = new InventoryWatch({
    look: begin('look'),
    glance: begin('glance'),
    onChanged: () => undefined,
    intervalMs: 1000,
  });
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, begun, end };
}

test('who asks during a look waits for the next one, and all of them for the same', async () => {
  const { watch, begun, end } = aWatch();
  void watch.look();
  const [one, other] = [watch.look(), watch.look()];
  await end();
  expect(begun).toEqual(['look', 'look']);
  await end();
  expect(await one).toBe(await other);
});

test('a glance that waits becomes a look when somebody needs one, and not otherwise', async () => {
  const { watch, begun, end } = aWatch();
  void watch.glance();
  void watch.glance();
  await end();
  void watch.glance();
  void watch.look();
  void watch.glance();
  await end();
  await end();
  void watch.glance();
  expect(begun).toEqual(['glance', 'glance', 'look', 'glance']);
});
