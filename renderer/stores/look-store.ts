import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** What is looked at only when somebody wants to see it, and then stays until the next look. */
export interface Look<T> {
  readonly seen: T | null;
  /** Why the last look showed nothing new. */
  readonly failure: Failure | null;
  readonly isLooking: boolean;
}

const createLook = <T>(): UseBoundStore<StoreApi<Look<T>>> =>
  create<Look<T>>()(() => ({ seen: null, failure: null, isLooking: false }));

export const useDevices = createLook<DeviceList>();
export const useChecks = createLook<CheckReport>();
