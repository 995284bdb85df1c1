import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { AdminClient } from './admin-client.ts';
import { adminRequest, maxRequestBytes } from './admin-request.ts';
import type { AdminTransport } from './admin-transport.ts';
import { qrexecTransport } from './qrexec-transport.ts';
import { readLines } from './read-lines.ts';
import { readProperties } from './read-properties.ts';
import { socketTransport } from './socket-transport.ts';
import { writeFakeQrexecClient } from './testing/fake-qrexec-client.ts';
import { startStandIn } from './testing/start-stand-in.ts';
import { watchEvents } from './watch-events.ts';

const nobody = /^$/;
const runner = createCommandRunner(() => undefined);

const transports: Readonly<Record<string, (socketPath: string, isDenied: RegExp) => Promise<AdminTransport>>> = {
  socket: (socketPath) => Promise.resolve(socketTransport(socketPath)),
  qrexec: async (socketPath, isDenied) => {
    const program = join(dirname(socketPath), 'qrexec-client-vm');
    await writeFakeQrexecClient(program, socketPath, isDenied);
    return qrexecTransport(runner, program);
  },
};

describe.each(Object.keys(transports))('over %s', (kind) => {
  async function connected(isDenied = nobody) {
    const { qubesd, socketPath } = await startStandIn();
    const transport = await transports[kind]?.(socketPath, isDenied);
    if (transport === undefined) throw new Error(kind);
    return { qubesd, socketPath, client: new AdminClient(transport) };
  }

  test('a call has its data, and what is set arrives as it was given', async () => {
    const { client, qubesd } = await connected();
    const set = adminRequest('admin.vm.feature.Set', 'work', 'storage-move.id', 'naïve = “yes”\n');
    expect(await client.call(set)).toEqual(ok(Buffer.alloc(0)));
    expect(qubesd.state.vms.get('work')?.features.get('storage-move.id')).toBe('naïve = “yes”\n');
    expect(await client.call(adminRequest('admin.vm.feature.Get', 'work', 'storage-move.id'))).toEqual(
      ok(Buffer.from('naïve = “yes”\n')),
    );
  });

  test('an exception is a failure in qubesd’s words, percent signs and all', async () => {
    const { client, qubesd } = await connected();
    qubesd.intercept = () => ({ kind: 'exception', type: 'StoragePoolException', message: '100% full' });
    expect(await client.call(adminRequest('admin.vm.Start', 'work'))).toEqual(
      err({
        code: 'admin-exception',
        call: 'admin.vm.Start on work',
        type: 'StoragePoolException',
        message: '100% full',
      }),
    );
  });

  test('no bytes at all are a refusal, spoken or not', async () => {
    const { client, qubesd } = await connected();
    const refused = err({ code: 'admin-refused', call: 'admin.vm.Remove on work', by: 'qubesd' });
    qubesd.intercept = () => ({ kind: 'refuse' });
    expect(await client.call(adminRequest('admin.vm.Remove', 'work'))).toEqual(refused);
    qubesd.intercept = () => ({ kind: 'exception', type: 'ProtocolError', message: 'no' });
    expect(await client.call(adminRequest('admin.vm.Remove', 'work'))).toEqual(refused);
    qubesd.intercept = () => ({ kind: 'exception', type: 'PermissionDenied', message: 'no' });
    expect(await client.call(adminRequest('admin.vm.Remove', 'work'))).toEqual(err({ ...refused.error, by: 'policy' }));
  });

  test('a list that breaks off in the middle is no shorter list', async () => {
    const { client, qubesd } = await connected();
    qubesd.intercept = () => ({ kind: 'cut', afterBytes: 60 });
    const reply = await client.call(adminRequest('admin.vm.List', 'dom0'));
    if (!reply.ok) throw new Error(reply.error.code);
    expect(readLines('admin.vm.List', reply.value)).toEqual(err({ code: 'admin-cut-off', call: 'admin.vm.List' }));
    qubesd.intercept = () => ({ kind: 'cut', afterBytes: 1 });
    expect(await client.call(adminRequest('admin.vm.List', 'dom0'))).toEqual(
      err({ code: 'admin-cut-off', call: 'admin.vm.List on dom0' }),
    );
  });

  test('however much is asked at once, qubesd has ten calls to answer', async () => {
    const { client, qubesd } = await connected();
    let open = (): void => undefined;
    const gate = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
    qubesd.intercept = () => {
      if (qubesd.asked.length === 10) open();
      return gate;
    };
    const calls = Array.from({ length: 25 }, () => client.call(adminRequest('admin.vm.CurrentState', 'work')));
    expect((await Promise.all(calls)).every(({ ok: isAnswered }) => isAnswered)).toBe(true);
    expect(qubesd.mostAtOnce).toBe(10);
  });

  test('a slow answer can be given up', async () => {
    const { client, qubesd } = await connected();
    qubesd.intercept = () => sleep(60_000, undefined, { ref: false });
    const ending = new AbortController();
    const call = client.call(adminRequest('admin.vm.Start', 'work'), { signal: ending.signal });
    setTimeout(() => ending.abort(), 200);
    expect(await call).toEqual(err({ code: 'cancelled' }));
  });

  test('where all properties may not be read at once, each is asked for and may be kept back', async () => {
    const { client, qubesd } = await connected(/GetAll|Get\+label/);
    qubesd.intercept = ({ method, arg }) =>
      kind === 'socket' && (method.endsWith('GetAll') || arg === 'label') ? { kind: 'refuse' } : undefined;
    expect(await readProperties(client, 'work', ['autostart', 'label', 'template', 'no-such'])).toEqual(
      ok(
        new Map<string, unknown>([
          ['autostart', { isDefault: true, type: 'bool', value: 'False' }],
          ['label', 'not-permitted'],
          ['template', { isDefault: false, type: 'vm', value: 'fedora-41-xfce' }],
        ]),
      ),
    );
  });

  test('what must not be sent is not: words that would mean something else, and more than qubesd reads', async () => {
    const { client, qubesd } = await connected();
    const faulty = [
      adminRequest('admin.vm.feature.Set', 'work', 'two words', '1'),
      adminRequest('admin.vm.Remove', 'work name vault'),
      adminRequest('admin.vm.notes.Set', 'work', '', 'x'.repeat(maxRequestBytes)),
    ];
    for (const request of faulty) expect(await client.call(request)).toMatchObject({ error: { code: 'bad-request' } });
    expect(qubesd.asked).toEqual([]);
  });

  test('events are heard again after qubesd was restarted', async () => {
    const { client, qubesd, socketPath } = await connected();
    const heard: string[] = [];
    let wake = (): void => undefined;
    const tell = (what: string): void => {
      heard.push(what);
      wake();
    };
    const until = async (count: number): Promise<void> => {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
    };
    const ending = new AbortController();
    const watching = watchEvents(
      client,
      {
        onConnected: () => tell('connected'),
        onEvent: ({ name }) => tell(name),
        onLost: () => tell('lost'),
      },
      { signal: ending.signal, retryMs: 300 },
    );
    await until(1);
    qubesd.act('admin.vm.tag.Set', 'work', 'one');
    await until(2);
    await qubesd.close();
    await until(3);
    await qubesd.listen(socketPath);
    await until(4);
    qubesd.act('admin.vm.tag.Set', 'work', 'two');
    await until(5);
    ending.abort();
    await watching;
    expect(heard.filter((what, index) => what !== 'lost' || heard[index - 1] !== 'lost')).toEqual([
      'connected',
      'domain-tag-add:one',
      'lost',
      'connected',
      'domain-tag-add:two',
    ]);
  });

  test('a stream of events that is refused is a failure', async () => {
    const { client, qubesd } = await connected();
    qubesd.intercept = () => ({ kind: 'refuse' });
    expect(await client.listen(() => undefined, {})).toMatchObject({ error: { code: 'admin-refused' } });
    qubesd.intercept = () => ({ kind: 'exception', type: 'QubesException', message: 'no events today' });
    expect(await client.listen(() => undefined, {})).toMatchObject({ error: { message: 'no events today' } });
  });
});

test('policy is told apart from qubesd where qrexec does', async () => {
  const { socketPath } = await startStandIn();
  const transport = await transports['qrexec']?.(socketPath, /^admin\.vm\.Start/);
  if (transport === undefined) throw new Error('no transport');
  expect(await new AdminClient(transport).call(adminRequest('admin.vm.Start', 'work'))).toEqual(
    err({ code: 'admin-refused', call: 'admin.vm.Start on work', by: 'policy' }),
  );
});

test('where there is no qubesd, and no qrexec, that is said', async () => {
  const list = adminRequest('admin.vm.List', 'dom0');
  expect(await new AdminClient(socketTransport('/nonexistent/qubesd.sock')).call(list)).toEqual(
    err({ code: 'admin-unreachable', via: '/nonexistent/qubesd.sock', detail: 'ENOENT' }),
  );
  expect(await new AdminClient(qrexecTransport(runner, '/nonexistent/qrexec')).call(list)).toEqual(
    err({ code: 'program-missing', program: '/nonexistent/qrexec' }),
  );
});
