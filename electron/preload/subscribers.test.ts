import { afterEach, expect, test, vi } from 'vitest';
import { Subscribers } from './subscribers.ts';

afterEach(() => vi.unstubAllGlobals());

test('each listener of a name hears it until it ends its own subscription', () => {
  const subscribers = new Subscribers();
  const listener = vi.fn();
  const endFirst = subscribers.add('told', listener);
  subscribers.add('told', listener);
  subscribers.add('other', listener);
  subscribers.tell('told', 1);
  expect(listener).toHaveBeenCalledTimes(2);
  endFirst();
  endFirst();
  subscribers.tell('told', 2);
  expect(listener).toHaveBeenCalledTimes(3);
  subscribers.tell('unheard', 3);
});

test('one that throws is reported and keeps nothing from the others', () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const subscribers = new Subscribers();
  const heard = vi.fn();
  const defect = new Error('defect');
  subscribers.add('told', () => {
    throw defect;
  });
  subscribers.add('told', heard);
  subscribers.tell('told', 1);
  expect(heard).toHaveBeenCalledWith(1);
  expect(reported).toEqual([defect]);
});
