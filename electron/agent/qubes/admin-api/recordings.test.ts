import { expect, test } from 'vitest';
import { done, ok } from '#shared/base/result.ts';
import { adminRequest, callText, type AdminRequest } from './admin-request.ts';
import { EventFrames, type AdminEvent } from './event-frames.ts';
import { readListedVm } from './listed-vm.ts';
import { readPoolInfo, readPoolUsage } from './pool-info.ts';
import { readPropertyLine } from './property.ts';
import { readLines } from './read-lines.ts';
import { readReply } from './read-reply.ts';
import { socketTransport } from './socket-transport.ts';
import { readRecording, recordedEvents, recordingNames } from './testing/recording.ts';
import { startStandIn } from './testing/start-stand-in.ts';
import { readVolumeInfo } from './volume-info.ts';

/** What differs from run to run: the machine's load, random tokens, and the time in a revision's name. */
const withoutChance = (request: AdminRequest, reply: string): string => {
  if (request.method === 'admin.vm.CurrentState') return reply.replaceAll(/(mem\w*|cputime)=\d+/g, '$1=N');
  if (request.method === 'admin.vm.volume.CloneFrom') return reply.replace(/[A-Za-z0-9]{32}$/, 'TOKEN');
  if (request.dest === 'rec-a') return reply.replace(/\d+-back/, 'TIME-back');
  return reply;
};

test.each(recordingNames)('the stand-in answers all of %s as the real qubesd did', async (name) => {
  const { socketPath } = await startStandIn(name);
  const transport = socketTransport(socketPath);
  const tokens = new Map<string, string>();
  for (const { request, reply, note } of readRecording(name)) {
    const sent = { ...request, payload: tokens.get(request.payload) ?? request.payload };
    const chunks: Buffer[] = [];
    expect(await transport.exchange(sent, (chunk) => void chunks.push(chunk))).toEqual(done);
    const [theirs, ours] = [reply.toString('latin1'), Buffer.concat(chunks).toString('latin1')];
    if (request.method === 'admin.vm.volume.CloneFrom') tokens.set(theirs.slice(2), ours.slice(2));
    const what = `${callText(request)} ${request.payload} ${note ?? ''}`;
    expect([what, withoutChance(request, ours)]).toEqual([what, withoutChance(request, theirs)]);
  }
});

test('the stand-in tells what happens as the real qubesd did', async () => {
  const { qubesd, socketPath } = await startStandIn();
  const ending = new AbortController();
  const chunks: Buffer[] = [];
  const isWhole = new Promise<void>((resolve) => {
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      if (chunks.length === 1) {
        qubesd.act('admin.vm.Start', 'work');
        qubesd.act('admin.vm.property.Set', 'work', 'autostart', 'True');
        qubesd.act('admin.vm.property.Set', 'work', 'autostart', 'False');
        qubesd.act('admin.vm.Shutdown', 'work', 'wait');
        qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=evt-a label=red');
        qubesd.act('admin.vm.tag.Set', 'evt-a', 'x');
        qubesd.act('admin.vm.Remove', 'evt-a');
      }
      if (Buffer.concat(chunks).length >= recordedEvents().length) resolve();
    };
    void socketTransport(socketPath).exchange(adminRequest('admin.Events', 'dom0'), onData, { signal: ending.signal });
  });
  await isWhole;
  ending.abort();
  expect(Buffer.concat(chunks).toString('latin1')).toBe(recordedEvents().toString('latin1'));
});

function eventsIn(stream: Buffer, pieceBytes: number): readonly AdminEvent[] {
  const frames = new EventFrames('admin.Events');
  const events: AdminEvent[] = [];
  for (let at = 0; at < stream.length; at += pieceBytes) {
    const pushed = frames.push(stream.subarray(at, at + pieceBytes));
    if (!pushed.ok) throw new Error(pushed.error.code);
    events.push(...pushed.value);
  }
  return events;
}

test('events are the same however their stream is cut into pieces', () => {
  const stream = recordedEvents();
  const events = eventsIn(stream, stream.length);
  const frames = events.map(({ subject, name, facts }) =>
    ['1', subject, name, ...[...facts].flat(), '', ''].join('\0'),
  );
  expect(frames.join('')).toBe(stream.toString());
  expect(events[0]).toEqual({ subject: '', name: 'connection-established', facts: new Map() });
  expect(events.find(({ name }) => name === 'property-set:autostart')).toEqual({
    subject: 'work',
    name: 'property-set:autostart',
    facts: new Map([
      ['name', 'autostart'],
      ['newvalue', 'True'],
      ['oldvalue', 'False'],
    ]),
  });
  for (const pieceBytes of [1, 2, 3, 7, 64]) expect(eventsIn(stream, pieceBytes)).toEqual(events);
});

/** The lines of a recorded reply, by the client's own reading of it. */
function recordedLines(
  name: (typeof recordingNames)[number],
  method: string,
  dest: string,
  arg = '',
): readonly string[] {
  const call = readRecording(name).find(
    ({ request }) => request.method === method && request.dest === dest && request.arg === arg,
  );
  const reply = readReply(method, call?.reply ?? Buffer.alloc(0));
  const lines = reply.ok ? readLines(method, reply.value) : reply;
  if (!lines.ok) throw new Error(lines.error.code);
  return lines.value;
}

test('every recorded property is read with all of its value', () => {
  for (const name of recordingNames) {
    for (const { request, reply } of readRecording(name)) {
      if (!request.method.endsWith('property.GetAll')) continue;
      for (const line of reply.toString('utf8', 2).slice(0, -1).split('\n')) {
        const [property, { isDefault, type, value }] = readPropertyLine(line) ?? [
          '',
          { isDefault: false, type: '', value: '' },
        ];
        expect(`${property} default=${isDefault ? 'True' : 'False'} type=${type} ${value}`).toBe(line);
      }
    }
  }
});

test('recorded VMs, volumes and pools are read as what they are', () => {
  expect(recordedLines('lvm-thin-pools', 'admin.vm.List', 'dom0').map(readListedVm)).toContainEqual({
    name: 'win-10',
    class: 'StandaloneVM',
    power: 'halted',
    uuid: '9c23b247-4fc5-4f55-b1ec-0c4fd0c195a9',
  });
  expect(readVolumeInfo(recordedLines('lvm-thin-pools', 'admin.vm.volume.Info', 'vault', 'root'))).toEqual({
    pool: 'vm-pool',
    vid: 'qubes_dom0/vm-vault-root',
    sizeBytes: 100_663_296,
    usedBytes: 0,
    source: 'qubes_dom0/vm-fedora-41-xfce-root',
    path: '/dev/mapper/qubes_dom0-vm--vault--root',
    isWritable: true,
    revisionsToKeep: 1,
    isEphemeral: false,
    saveOnStop: false,
    snapOnStart: true,
    isOutdated: false,
  });
  expect(readPoolInfo(recordedLines('file-pools', 'admin.pool.Info', 'dom0', 'linux-kernel'))).toEqual({
    driver: 'linux-kernel',
    volumeGroup: null,
    thinPool: null,
    dirPath: '/var/lib/qubes/vm-kernels',
    canReflink: false,
    includedIn: 'varlibqubes',
    sizeBytes: null,
    usedBytes: null,
  });
  expect(readPoolUsage(recordedLines('lvm-thin-pools', 'admin.pool.UsageDetails', 'dom0', 'vm-pool'))).toEqual({
    sizeBytes: 6_442_450_944,
    usedBytes: 59_914_793,
    metadataSizeBytes: 33_554_432,
    metadataUsedBytes: 3_506_438,
  });
});

test('every recorded mistake is a failure with its reason, or the silent refusal', () => {
  const codes = new Map<string, string>();
  for (const { request, reply, note } of readRecording('lvm-thin-pools')) {
    if (note === undefined) continue;
    const read = readReply(callText(request), reply);
    codes.set(note, read.ok ? 'ok' : 'type' in read.error ? read.error.type : read.error.code);
  }
  expect(Object.fromEntries(codes)).toEqual({
    'unknown volume': 'admin-refused',
    'unknown property': 'QubesNoSuchPropertyError',
    'unknown qube': 'QubesVMNotFoundError',
    'unknown method': 'admin-refused',
    'unknown pool': 'admin-refused',
    'unknown clone token': 'admin-refused',
    'unknown feature': 'QubesFeatureNotFoundError',
    'bad bool': 'QubesValueError',
    'write-once': 'admin-refused',
    shrink: 'StoragePoolException',
    'in use': 'QubesVMInUseError',
    'already halted': 'QubesVMNotStartedError',
    'name taken': 'QubesValueError',
    'reserved name': 'QubesValueError',
    'token used twice': 'admin-refused',
    'start prohibited': 'QubesException',
    'remove while running': 'QubesVMNotHaltedError',
    'clone onto running': 'StoragePoolException',
  });
  expect(readReply('admin.vm.Start', Buffer.from('0\0'))).toEqual(ok(Buffer.alloc(0)));
});
