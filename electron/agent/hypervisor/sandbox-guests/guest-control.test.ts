import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { vmName } from '#shared/testing/builders.ts';
import { answerRequests, askGuest, type GuestRequest } from './guest-control.ts';

const work = vmName('work');
const attach: GuestRequest = { kind: 'attach', frontend: 'xvdi', path: '/dev/sdb1', isReadOnly: true };

async function aStateDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-guests-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

test('a guest does what it is asked, and says when it could not', async () => {
  const dir = await aStateDir();
  const heard: GuestRequest[] = [];
  await answerRequests(dir, work, (request) => {
    heard.push(request);
    return Promise.resolve(request.kind === 'attach' ? null : 'it is in use');
  });
  expect(await askGuest(dir, work, attach, 1000)).toBeNull();
  expect(await askGuest(dir, work, { kind: 'detach', frontend: 'xvdi' }, 1000)).toBe('it is in use');
  expect(heard).toEqual([attach, { kind: 'detach', frontend: 'xvdi' }]);
});

test('whoever hangs up, or talks nonsense, does not end the guest', async () => {
  const dir = await aStateDir();
  await answerRequests(dir, work, () => Promise.resolve(null));
  for (const text of ['', 'nonsense', '{"kind":"burn"}']) {
    const socket = connect(join(dir, 'work.control'));
    socket.end(text);
    await once(socket, 'close');
  }
  expect(await askGuest(dir, work, attach, 1000)).toBeNull();
});

test('a guest that is gone, or does not answer in time, is told of', async () => {
  const dir = await aStateDir();
  expect(await askGuest(dir, work, attach, 1000)).toMatch(/ENOENT/);
  await answerRequests(dir, work, () => new Promise(() => undefined));
  expect(await askGuest(dir, work, attach, 50)).toBe('it does not answer');
});
