import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CdpConnection } from './cdp-connection.ts';

function aConnection() {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const connection = new CdpConnection(toBrowser, fromBrowser);
  const asked = (): unknown[] =>
    String(toBrowser.read() ?? '')
      .split('\0')
      .filter((text) => text !== '')
      .map((text): unknown => JSON.parse(text));
  const say = (message: object): void => void fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { connection, asked, say, fromBrowser };
}

test('answers find their questions in any order', async () => {
  const { connection, asked, say } = aConnection();
  const first = connection.send('Target.attachToBrowserTarget', {});
  const second = connection.send('Target.attachToBrowserTarget', {}, 'page');
  expect(asked()).toEqual([
    { id: 1, method: 'Target.attachToBrowserTarget', params: {} },
    { id: 2, method: 'Target.attachToBrowserTarget', params: {}, sessionId: 'page' },
  ]);
  say({ id: 2, result: { sessionId: 'two' } });
  say({ id: 1, result: { sessionId: 'one' } });
  expect([await first, await second]).toEqual([{ sessionId: 'one' }, { sessionId: 'two' }]);
});

test('messages arrive whole however their bytes are cut', async () => {
  const { connection, fromBrowser } = aConnection();
  const heard: string[] = [];
  connection.on('Target.detachedFromTarget', ({ sessionId }) => heard.push(sessionId));
  const bytes = Buffer.from(
    ['ü1', 'ü2', 'ü3']
      .map((sessionId) => `${JSON.stringify({ method: 'Target.detachedFromTarget', params: { sessionId } })}\0`)
      .join(''),
  );
  for (const byte of bytes.subarray(0, 100)) fromBrowser.write(Buffer.of(byte));
  fromBrowser.write(bytes.subarray(100));
  await nextTurn();
  expect(heard).toEqual(['ü1', 'ü2', 'ü3']);
});

test('a refusal and a browser that goes both answer undefined, then and later', async () => {
  const { connection, say, fromBrowser } = aConnection();
  const refused = connection.send('Page.navigate', { url: 'x' });
  say({ id: 1, error: { message: 'Cannot navigate' } });
  expect(await refused).toBeUndefined();
  const lost = connection.send('Browser.close', {});
  fromBrowser.destroy();
  expect(await lost).toBeUndefined();
  expect(await connection.send('Browser.close', {})).toBeUndefined();
});

test('a tap sees what comes first and may keep it', async () => {
  const { connection, say } = aConnection();
  const heard: string[] = [];
  connection.on('Target.detachedFromTarget', ({ sessionId }) => heard.push(sessionId));
  connection.tapWith((message) => message.sessionId === 'theirs');
  say({ method: 'Target.detachedFromTarget', params: { sessionId: 'a' }, sessionId: 'theirs' });
  say({ method: 'Target.detachedFromTarget', params: { sessionId: 'b' } });
  await nextTurn();
  expect(heard).toEqual(['b']);
});
