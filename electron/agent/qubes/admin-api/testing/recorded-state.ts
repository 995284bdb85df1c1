import { readPropertyLine, type AdminProperty } from '../property.ts';
import { keyValues } from '../read-lines.ts';
import { readRecording, type RecordingName } from './recording.ts';
import { mappedFrom } from './stand-in-storage.ts';
import type { StandInPool, StandInState, StandInVm, StandInVolume } from './stand-in-state.ts';

/** Qubes' own colours; the recordings have two of them. */
const labels = {
  red: '0xcc0000',
  orange: '0xf57900',
  yellow: '0xedd400',
  green: '0x73d216',
  gray: '0x555753',
  blue: '0x3465a4',
  purple: '0x75507b',
  black: '0x000000',
};

/** The system that a recording was made on, from the questions with which each of them begins. */
export function recordedState(name: RecordingName): StandInState {
  const replies = new Map<string, string>();
  for (const { request, reply } of readRecording(name)) {
    const key = `${request.method}+${request.arg} ${request.dest}`;
    if (!replies.has(key)) replies.set(key, reply.toString('utf8', 2));
  }
  const ask = (method: string, arg = '', dest = 'dom0'): string => replies.get(`${method}+${arg} ${dest}`) ?? '';
  const vmNames = linesOf(ask('admin.vm.List')).map((line) => line.split(' '));
  return {
    vms: new Map(vmNames.map((words) => [words[0] ?? '', vmFrom(words, ask)])),
    pools: new Map(linesOf(ask('admin.pool.List')).map((pool) => [pool, poolFrom(pool, ask)])),
    properties: propertiesFrom(ask('admin.property.GetAll')),
    labels: new Map(Object.entries(labels)),
    generation: '4.3',
    installed: new Map(
      ['admin.pool.ListDrivers', 'admin.deviceclass.List', 'admin.vmclass.List'].map((method) => [method, ask(method)]),
    ),
  };
}

type Ask = (method: string, arg?: string, dest?: string) => string;

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.slice(0, -1).split('\n'));

const propertiesFrom = (text: string): Map<string, AdminProperty> =>
  new Map(linesOf(text).flatMap((line) => [readPropertyLine(line)].filter((found) => found !== undefined)));

function vmFrom([name = '', ...words]: readonly string[], ask: Ask): StandInVm {
  const fields = keyValues(words);
  const of = (method: string, arg = ''): string => ask(method, arg, name);
  return {
    name,
    class: fields.get('class') ?? '',
    state: fields.get('state') ?? '',
    uuid: fields.get('uuid') ?? '',
    properties: propertiesFrom(of('admin.vm.property.GetAll')),
    // What they are set to was not recorded.
    features: new Map(linesOf(of('admin.vm.feature.List')).map((feature) => [feature, '1'])),
    tags: new Set(linesOf(of('admin.vm.tag.List'))),
    volumes: new Map(
      linesOf(of('admin.vm.volume.List')).map((volume) => [volume, volumeFrom(`${name}/${volume}`, volume, of)]),
    ),
    firewall: of('admin.vm.firewall.Get'),
    notes: of('admin.vm.notes.Get'),
    devices: new Map(),
  };
}

function volumeFrom(content: string, name: string, of: (method: string, arg?: string) => string): StandInVolume {
  const fields = keyValues(linesOf(of('admin.vm.volume.Info', name)));
  const text = (key: string): string => fields.get(key) ?? '';
  const is = (key: string): boolean => text(key) === 'True';
  return {
    pool: text('pool'),
    vid: text('vid'),
    path: text('path'),
    source: text('source'),
    sizeBytes: Number(text('size')),
    content: is('save_on_stop') ? content : '',
    mappedBytes: mappedFrom(text('path'), Number(text('usage'))),
    rw: is('rw'),
    saveOnStop: is('save_on_stop'),
    snapOnStart: is('snap_on_start'),
    revisionsToKeep: Number(text('revisions_to_keep')),
    isEphemeral: is('ephemeral'),
    isOutdated: is('is_outdated'),
    revisions: [...linesOf(of('admin.vm.volume.ListSnapshots', name))],
  };
}

function poolFrom(name: string, ask: Ask): StandInPool {
  const config = new Map(keyValues(linesOf(ask('admin.pool.Info', name))));
  const usage = keyValues(linesOf(ask('admin.pool.UsageDetails', name)));
  const taken = (key: string): string | undefined => {
    const value = config.get(key);
    config.delete(key);
    return value;
  };
  const number = (value: string | undefined): number | null => (value === undefined ? null : Number(value));
  const metadataSize = number(usage.get('metadata_size'));
  const driver = config.get('driver') ?? '';
  return {
    name,
    driver,
    sizeBytes: number(taken('size')),
    usedBytes: number(taken('usage')),
    metadata:
      metadataSize === null ? null : { sizeBytes: metadataSize, usedBytes: number(usage.get('metadata_usage')) ?? 0 },
    includedIn: taken('included_in') ?? null,
    config,
    others: driver === 'linux-kernel' ? [...linesOf(ask('admin.pool.volume.List', name))] : [],
  };
}
