import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { QubeRecord } from '#shared/domain/relocation.ts';
import type { StepTools } from '../jobs/step.ts';
import type { AdminPorts } from './admin-ports.ts';
import { carriedFeatures, carriedProperties, carriedTags } from './carry-over.ts';
import { recordQube } from './record-qube.ts';
import type { Move } from './relocation-draft.ts';

interface Names {
  readonly of: VmName;
  readonly to: VmName;
}

/** Tells what the qube that took the other's place could not be given as it was. */
export async function tellDifferences(
  { vm, relocation: { record } }: Move,
  to: VmName,
  tell: StepTools['tell'],
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const found = await qubes.find(to);
  if (!found.ok) return found;
  const now = await recordQube(qubes, { name: to, class: record.class, uuid: found.value?.uuid ?? null });
  if (!now.ok) return now;
  tell(differences(record, now.value, { of: vm, to }));
  return done;
}

function differences(record: QubeRecord, now: QubeRecord, names: Names): readonly JobResult[] {
  const vm = names.to;
  const missing = (what: string, before: readonly unknown[], after: readonly unknown[]): readonly string[] => {
    const there = new Set(after.map((one) => JSON.stringify(one)));
    return before.filter((one) => !there.has(JSON.stringify(one))).map((one) => `${what} ${nameIn(one)}`);
  };
  const what = [
    ...missing('the property', carriedProperties(record, names), now.properties),
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
