import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';

interface JobsState {
  readonly byId: ReadonlyMap<JobId, Job>;
}

export const useJobsStore = create<JobsState>()(() => ({ byId: new Map() }));

export function replaceJobs(jobs: readonly Job[]): void {
  useJobsStore.setState({ byId: new Map(jobs.map((job) => [job.id, job])) });
}

export function applyJobChanged(job: Job): void {
  useJobsStore.setState(({ byId }) => ({ byId: new Map(byId).set(job.id, job) }));
}

export const findJob = (id: JobId): Job | undefined => useJobsStore.getState().byId.get(id);

/** Newest first. */
export const useJobs = (): readonly Job[] =>
  useJobsStore(
    useShallow((state) => [...state.byId.values()].sort((one, other) => other.createdAt.localeCompare(one.createdAt))),
  );

export const useJobsOn = (vm: VmName): readonly Job[] =>
  useJobsStore(useShallow((state) => [...state.byId.values()].filter((job) => job.plan.vm === vm)));
