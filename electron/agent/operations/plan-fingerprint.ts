import { createHash } from 'node:crypto';
import type { Fingerprint } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';

/** What a person agreed to: everything but the estimates, which move with every other write to the pool. */
export function planFingerprint({
  action,
  vm,
  volumes,
  fresh,
  removes,
  restores,
  grows,
  relocation,
  steps,
  notes,
}: Omit<Plan, 'fingerprint'>): Fingerprint {
  const agreed = {
    action,
    vm,
    volumes,
    fresh,
    removes,
    restores,
    grows,
    relocation,
    steps,
    notes: notes.map((note) => note.code),
  };
  return createHash('sha256').update(JSON.stringify(agreed)).digest('hex').slice(0, 32) as Fingerprint;
}
