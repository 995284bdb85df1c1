import type { Failure } from '#shared/domain/failure.ts';

/** The failures after which another try may well succeed with nobody doing anything. Every other needs a person first. */
const passing: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'agent-gone',
  'agent-unreachable',
  'cancelled',
  'lvm-not-answering',
  'registry-locked',
  'sandbox-busy',
]);

export const passesByItself = (failure: Failure): boolean => passing.has(failure.code);
