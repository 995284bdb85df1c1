import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { findingSchema } from './finding.ts';
import { jobIdSchema, timestampSchema, vmNameSchema } from './ids.ts';

/** What one look found. Empty lists mean that everything was looked at, and agrees. */
export const checkReportSchema = z
  .object({
    takenAt: timestampSchema,
    findings: z.array(findingSchema).readonly(),
    /** VMs that a job is at work on: what is in flux is not looked at. */
    busy: z.array(z.object({ vm: vmNameSchema, job: jobIdSchema })).readonly(),
    /** What could not be read, so that nothing is known about it. */
    problems: z.array(failureSchema).readonly(),
  })
  .readonly();
export type CheckReport = z.infer<typeof checkReportSchema>;
