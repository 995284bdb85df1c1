import * as z from 'zod';
import { bytesSchema, vmNameSchema } from './ids.ts';
import { volumeRoleSchema } from './volume.ts';

const ofVolume = { vm: vmNameSchema, role: volumeRoleSchema };

/** What came of a part of a job, where that it has succeeded does not say it all (`shared/text/job-result-text.ts`). */
export const jobResultSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('volume-grown'), ...ofVolume, fromBytes: bytesSchema, toBytes: bytesSchema }),
  z.object({ code: z.literal('filesystem-grown'), ...ofVolume, sizeBytes: bytesSchema }),
  /** Nobody but the guest touches what is in its volume. */
  z.object({ code: z.literal('filesystem-left-to-guest'), ...ofVolume }),
  z.object({ code: z.literal('no-filesystem'), ...ofVolume }),
  z.object({ code: z.literal('filesystem-needs-check'), ...ofVolume, path: z.string(), detail: z.string() }),
  /** qubesd said that it removed them, and they are there (facts T9). */
  z.object({
    code: z.literal('volumes-left'),
    vm: vmNameSchema,
    pool: z.string(),
    vids: z.array(z.string()).readonly(),
  }),
  z.object({ code: z.literal('not-carried-over'), vm: vmNameSchema, what: z.array(z.string()).readonly() }),
  z.object({ code: z.literal('address-changed'), vm: vmNameSchema, from: z.string(), to: z.string() }),
]);
export type JobResult = z.infer<typeof jobResultSchema>;

/** Whether a person has to do something about it before all of the job is done. */
export const isUnfinished = ({ code }: JobResult): boolean =>
  code === 'filesystem-needs-check' || code === 'volumes-left';
