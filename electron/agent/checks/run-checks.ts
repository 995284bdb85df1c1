import { createHash } from 'node:crypto';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CheckReport, Finding } from '#shared/domain/finding.ts';
import type { FindingId, Timestamp, VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { isActive } from '#shared/rules/active-job.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import type { VmRegistry } from '../qubes/vm-registry.ts';
import type { Expected, KnownJob, NewFinding, StorageChecks } from '../storage/storage-checks.ts';
import { autostartFindings } from './autostart-findings.ts';

export interface ChecksPorts {
  readonly registry: VmRegistry;
  readonly hypervisor: Hypervisor;
  readonly storage: Readonly<Record<StorageType, StorageChecks>>;
  /** The VMs that systemd starts at boot. */
  readonly autostartLinks: () => Promise<Result<ReadonlySet<VmName>, Failure>>;
  readonly jobs: () => readonly Job[];
  readonly now: () => Timestamp;
}

/**
 * One look at registry, storage and system for what does not agree, with one call to each part however many VMs there are.
 * Without a registry there is nothing to compare with: then nothing is found, and the report says why.
 */
export async function runChecks(ports: ChecksPorts): Promise<CheckReport> {
  const { registry, hypervisor, storage, autostartLinks, now } = ports;
  const jobs = ports.jobs();
  const [contents, powers, links] = await Promise.all([registry.read(), hypervisor.powerStates(), autostartLinks()]);
  const takenAt = now();
  if (!contents.ok) return { takenAt, findings: [], busy: [], problems: [contents.error] };
  const { vms } = contents.value;
  const expected: Expected = {
    vms: vms.map((vm) => ({ ...vm, power: powers.ok ? (powers.value.get(vm.name) ?? 'halted') : 'unknown' })),
    jobs: jobs.map(knownJob),
  };
  const [file, lvm] = await Promise.all([storage.file.check(expected), storage.lvm.check(expected)]);
  const busy = busyVms(jobs);
  const found = [...lvm.findings, ...file.findings, ...(links.ok ? autostartFindings(vms, links.value) : [])];
  return {
    takenAt,
    findings: found.filter(({ vm }) => !busy.some((one) => one.vm === vm)).map(withId),
    busy,
    problems: [...[powers, links].flatMap((one) => (one.ok ? [] : [one.error])), ...lvm.problems, ...file.problems],
  };
}

/** The same thing found again has the same id, and no other thing has. */
const withId = (found: NewFinding): Finding => {
  const digest = createHash('sha256').update(`${found.code} ${found.identity}`).digest('hex');
  return { ...found, id: digest.slice(0, 8) as FindingId };
};

function knownJob(job: Job): KnownJob {
  if (isActive(job)) return { id: job.id, state: 'active' };
  if (job.state === 'interrupted' || job.state === 'succeeded') return { id: job.id, state: job.state };
  return { id: job.id, state: 'undone' };
}

const busyVms = (jobs: readonly Job[]): CheckReport['busy'] =>
  jobs.filter(isActive).flatMap((job) => job.plan.holds.map((vm) => ({ vm, job: job.id })));
