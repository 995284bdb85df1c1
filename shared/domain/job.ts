import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { bytesSchema, jobIdSchema, timestampSchema } from './ids.ts';
import { jobResultSchema } from './job-result.ts';
import { phaseSchema, planSchema } from './plan.ts';
import { volumeRoleSchema } from './volume.ts';

export const jobProgressSchema = z
  .object({
    phase: phaseSchema,
    role: volumeRoleSchema.nullable(),
    /** Bytes of this phase, over all volumes of the job. */
    doneBytes: bytesSchema,
    totalBytes: bytesSchema,
    /** null until there is something to measure. */
    bytesPerSecond: z.number().nonnegative().nullable(),
    /** For the whole job, later phases included; null while unknown. */
    secondsLeft: z.number().nonnegative().nullable(),
  })
  .readonly();
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobLogEntrySchema = z
  .object({
    at: timestampSchema,
    step: z.string(),
    command: z.string().nullable(),
    durationMs: z.number().nonnegative(),
    outcome: z.enum(['done', 'failed', 'undone', 'cancelled']),
    detail: z.string().nullable(),
  })
  .readonly();
export type JobLogEntry = z.infer<typeof jobLogEntrySchema>;

const everyJob = {
  id: jobIdSchema,
  plan: planSchema,
  createdAt: timestampSchema,
  log: z.array(jobLogEntrySchema).readonly(),
  /** In the order of the steps that told them. */
  results: z.array(jobResultSchema).readonly(),
};
const ended = { ...everyJob, endedAt: timestampSchema };

/** A plan being carried out. `isCancellable` turns false at the point of no return. */
export const jobSchema = z
  .discriminatedUnion('state', [
    z.object({ ...everyJob, state: z.literal('queued') }),
    z.object({
      ...everyJob,
      state: z.literal('running'),
      startedAt: timestampSchema,
      progress: jobProgressSchema,
      isCancellable: z.boolean(),
    }),
    z.object({ ...everyJob, state: z.literal('cancelling') }),
    z.object({ ...ended, state: z.literal('succeeded') }),
    z.object({ ...ended, state: z.literal('cancelled') }),
    z.object({
      ...ended,
      state: z.literal('failed'),
      failure: failureSchema,
      /** What the undo could not take back, in the words of the failures met; empty when nothing was left behind. */
      leftovers: z.array(failureSchema).readonly(),
    }),
    z.object({
      ...everyJob,
      state: z.literal('interrupted'),
      phase: phaseSchema,
      /** After the switch a job only goes forward. */
      canDiscard: z.boolean(),
      /** What stopped it behind the switch; null where it was cut off. */
      failure: failureSchema.nullable(),
    }),
  ])
  .readonly();
export type Job = z.infer<typeof jobSchema>;
export type JobState = Job['state'];
