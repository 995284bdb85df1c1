import * as z from 'zod';
import { failureSchema } from '#shared/domain/failure.ts';
import { timestampSchema } from '#shared/domain/ids.ts';
import { jobLogEntrySchema } from '#shared/domain/job.ts';
import { jobResultSchema } from '#shared/domain/job-result.ts';
import { planSchema } from '#shared/domain/plan.ts';

const step = { step: z.number().int().nonnegative() };

/** What a journal says, in the order in which it happened. Steps are numbered as in the plan. */
export const journalRecordSchema = z.discriminatedUnion('record', [
  z.object({ record: z.literal('planned'), at: timestampSchema, plan: planSchema }),
  z.object({ record: z.literal('step-started'), ...step }),
  z.object({ record: z.literal('remembered'), ...step, facts: z.unknown() }),
  z.object({ record: z.literal('step-done'), ...step }),
  z.object({ record: z.literal('told'), ...step, results: z.array(jobResultSchema).readonly() }),
  z.object({ record: z.literal('logged'), entry: jobLogEntrySchema }),
  /** Behind the point of no return a failure ends the run, not the job. */
  z.object({ record: z.literal('stopped'), failure: failureSchema }),
  /** From here on nothing of what was done counts any more. */
  z.object({ record: z.literal('undo-started') }),
  z.object({
    record: z.literal('ended'),
    at: timestampSchema,
    outcome: z.discriminatedUnion('state', [
      z.object({ state: z.literal('succeeded') }),
      z.object({ state: z.literal('cancelled') }),
      z.object({ state: z.literal('failed'), failure: failureSchema, leftovers: z.array(failureSchema).readonly() }),
    ]),
  }),
]);
export type JournalRecord = z.infer<typeof journalRecordSchema>;
export type Outcome = Extract<JournalRecord, { record: 'ended' }>['outcome'];
