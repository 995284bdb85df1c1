import type { JobResult } from '#shared/domain/job-result.ts';
import type { QubeRecord } from '#shared/domain/relocation.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { carriedFeatures, carriedTags } from '../carry-over.ts';
import { findReferences } from '../find-references.ts';
import { recordQube } from '../record-qube.ts';
import { nameOf, type Move } from '../relocation-draft.ts';
import { devicesIn, followAgain, giveAgain, repoint } from '../repoint.ts';
import { checkMade } from './verify-copy.ts';

/** Everything that names the copy names the new one, those too that somebody has made name it meanwhile. */
export const referBack = (move: Move, { qubes }: AdminPorts): Step => ({
  name: 'refer-back',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job }) {
    const copy = nameOf('copy', move, job);
    const { references, record } = move.relocation;
    const now = await findReferences(qubes, copy);
    if (!now.ok) return now;
    const pointed = await repoint(qubes, now.value, { from: copy, to: move.vm });
    if (!pointed.ok) return pointed;
    const following = await followAgain(qubes, references);
    if (!following.ok) return following;
    const own = record.assignments.map((assignment) => ({ vm: move.vm, assignment }));
    return giveAgain(qubes, [...devicesIn(references), ...own]);
  },
});

/** Before the copy goes: the new one holds what it does, and what could not be made as it was is told. */
export const compareFinal = (move: Move, ports: AdminPorts): Step => ({
  name: 'compare',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job, signal, tell }) {
    const same = await checkMade('final', move, { job, signal }, ports);
    if (!same.ok) return same;
    const { record } = move.relocation;
    const found = await ports.qubes.find(move.vm);
    if (!found.ok) return found;
    const uuid = found.value?.uuid ?? null;
    const now = await recordQube(ports.qubes, { name: move.vm, class: record.class, uuid });
    if (!now.ok) return now;
    tell(differences(move, now.value));
    return same;
  },
});

function differences({ vm, relocation: { record } }: Move, now: QubeRecord): readonly JobResult[] {
  const missing = (what: string, before: readonly unknown[], after: readonly unknown[]): readonly string[] => {
    const there = new Set(after.map((one) => JSON.stringify(one)));
    return before.filter((one) => !there.has(JSON.stringify(one))).map((one) => `${what} ${nameIn(one)}`);
  };
  const what = [
    ...missing(
      'the property',
      record.properties.filter(({ name }) => name !== 'autostart'),
      now.properties,
    ),
    ...missing('the tag', carriedTags(record), now.tags),
    ...missing('the feature', carriedFeatures(record), now.features),
    ...missing('the device', record.assignments.map(firstWord), now.assignments.map(firstWord)),
    ...(record.firewall === now.firewall ? [] : ['the firewall']),
    ...(record.notes === now.notes ? [] : ['the notes']),
  ];
  const [from, to] = [record.identity.address, now.identity.address];
  return [
    ...(what.length === 0 ? [] : [{ code: 'not-carried-over', vm, what } as const]),
    ...(from === to ? [] : [{ code: 'address-changed', vm, from, to } as const]),
  ];
}

const firstWord = ({ line }: QubeRecord['assignments'][number]): string => line.split(' ')[0] ?? '';

const nameIn = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : String(one);
