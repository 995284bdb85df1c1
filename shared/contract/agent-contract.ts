import * as z from 'zod';
import { actionSchema } from '../domain/action.ts';
import { blockerSchema } from '../domain/blocker.ts';
import { checkReportSchema } from '../domain/check-report.ts';
import { assignmentModeSchema, deviceSchema } from '../domain/device.ts';
import { failureSchema } from '../domain/failure.ts';
import { deviceIdentitySchema, deviceIdSchema, fingerprintSchema, jobIdSchema, vmNameSchema } from '../domain/ids.ts';
import { inventoryChangeSchema, inventorySchema } from '../domain/inventory.ts';
import { jobSchema } from '../domain/job.ts';
import { planSchema } from '../domain/plan.ts';
import { agentInfoSchema } from '../domain/system.ts';
import { defineContract, request } from './define-contract.ts';

/** Raised when a message changes its meaning; client and agent of different numbers refuse each other. */
export const agentProtocol = 1;

const nothing = z.object({});
const ofVm = z.object({ vm: vmNameSchema });
const ofJob = z.object({ job: jobIdSchema });

/** A plan, or every reason why there is none. */
export const planAnswerSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('plan'), plan: planSchema }),
  z.object({ outcome: z.literal('refused'), blockers: z.array(blockerSchema).readonly() }),
]);
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** Every block device of dom0, hidden ones too. */
export const deviceListSchema = z.object({
  devices: z.array(deviceSchema).readonly(),
  /** What could not be read. A device is hidden where that leaves open whose it is. */
  problems: z.array(failureSchema).readonly(),
});
export type DeviceList = z.infer<typeof deviceListSchema>;

const attachedAsSchema = z.object({ frontend: z.string() });

/** Everything a client needs to begin; the events that follow it are numbered from `sequence` + 1. */
export const snapshotSchema = z.object({
  protocol: z.number().int(),
  agent: agentInfoSchema,
  sequence: z.number().int().nonnegative(),
  inventory: inventorySchema,
  jobs: z.array(jobSchema).readonly(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const agentContract = defineContract({
  requests: {
    /** Subscribes this connection to the events and tells where they begin. */
    'session.open': request(z.object({ protocol: z.number().int() }), snapshotSchema),
    /** A fresh look at everything. */
    'inventory.get': request(nothing, inventorySchema),
    /** Compares registry, storage and system with each other, and changes nothing. */
    'checks.run': request(nothing, checkReportSchema),
    'plan.make': request(z.object({ action: actionSchema }), planAnswerSchema),
    /** Plans again, refuses if the plan differs, and queues the job. */
    'plan.start': request(z.object({ action: actionSchema, fingerprint: fingerprintSchema }), jobSchema),
    /** Answers when the VM runs, or when nothing of it does any more and its storage is in order. */
    'vm.start': request(ofVm, nothing),
    'vm.stop': request(ofVm, nothing),
    'vm.kill': request(ofVm, nothing),
    'vm.pause': request(ofVm, nothing),
    'vm.unpause': request(ofVm, nothing),
    /** Makes a DisposableVM of the VM and starts it; answers its name. `vm.stop` and `vm.kill` remove it. */
    'vm.startDisposable': request(ofVm, ofVm),
    /** What `vm.start` and `vm.stop` do about its storage, for whoever starts and ends the guest by other means. */
    'vm.prepare': request(ofVm, nothing),
    'vm.release': request(ofVm, nothing),
    /** What Xen is told of the disks of its guest, an entry of its disk list each. Changes nothing. */
    'vm.disks': request(ofVm, z.object({ entries: z.array(z.string()).readonly() })),
    'device.list': request(nothing, deviceListSchema),
    /** Answers which frontend it became. */
    'device.attach': request(
      z.object({
        vm: vmNameSchema,
        device: deviceIdSchema,
        /** Refused unless it is still the device that the list told of. Left out: whichever has the id now. */
        identity: deviceIdentitySchema.optional(),
        isReadOnly: z.boolean(),
        /** Left out: the next free one. */
        frontend: z.string().optional(),
      }),
      attachedAsSchema,
    ),
    'device.detach': request(
      z.object({
        vm: vmNameSchema,
        what: z.union([z.object({ device: deviceIdSchema }), z.object({ frontend: z.string() })]),
      }),
      attachedAsSchema,
    ),
    /** At every start from now on. Answers how; left out, the mildest that this Qubes knows. */
    'device.assign': request(
      z.object({
        vm: vmNameSchema,
        device: deviceIdSchema,
        identity: deviceIdentitySchema.optional(),
        isReadOnly: z.boolean(),
        frontend: z.string().optional(),
        mode: assignmentModeSchema.optional(),
      }),
      z.object({ mode: assignmentModeSchema }),
    ),
    /** What a running VM has of it, it keeps. */
    'device.unassign': request(z.object({ vm: vmNameSchema, device: deviceIdSchema }), nothing),
    'job.list': request(nothing, z.array(jobSchema).readonly()),
    'job.cancel': request(ofJob, nothing),
    'job.resume': request(ofJob, nothing),
    'job.discard': request(ofJob, nothing),
  },
  events: {
    'inventory.changed': inventoryChangeSchema,
    'job.changed': jobSchema,
  },
});
export type AgentContract = typeof agentContract;
