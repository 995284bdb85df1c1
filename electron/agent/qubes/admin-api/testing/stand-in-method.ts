import type { AdminRequest } from '../admin-request.ts';
import type { CloneSource } from './stand-in-storage.ts';
import type { StandInState } from './stand-in-state.ts';

/** What a method of the stand-in works with. */
export interface StandInContext {
  readonly state: StandInState;
  readonly emit: (subject: string, event: string, facts?: Readonly<Record<string, string>>) => void;
  readonly nowSeconds: () => number;
  /** Of `CloneFrom`, each good for one `CloneTo`. */
  readonly tokens: Map<string, CloneSource>;
  readonly faults: StandInFaults;
}

/** What goes wrong in the stand-in's storage while it is set. */
export interface StandInFaults {
  /** `Remove` answers success, and the volumes stay in their pools (facts T9). */
  leavesVolumes: boolean;
  /** The pools in which a clone finds no more room. */
  readonly fullPools: Set<string>;
}

/** Answers with the data of a success; throws `Refusal` or `QubesException`. */
export type StandInMethod = (context: StandInContext, request: AdminRequest) => string;

export const lines = (words: Iterable<string>): string => [...words].map((word) => `${word}\n`).join('');
