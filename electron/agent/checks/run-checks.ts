import { createHash } from 'node:crypto';
import type { Result } from '#shared/base/result.ts';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { FindingId, Timestamp, VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import { isActive, leavesHalves } from '#shared/rules/active-job.ts';
import { makesCopiesOnly } from '#shared/rules/finding-remedies.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import type { RegistryContents } from '../qubes/vm-registry.ts';
import type { Expected, KnownJob, NewFinding, StorageChecks } from '../storage/storage-checks.ts';
import { autostartFindings } from './autostart-findings.ts';
import { keptSizeFindings } from './kept-size-findings.ts';
import { recordFindings } from './record-findings.ts';

export interface ChecksPorts {
  readonly hypervisor: Pick<Hypervisor, 'powerStates'>;
  readonly storage: { readonly file: Pick<StorageChecks, 'check'>; readonly lvm: Pick<StorageChecks, 'check'> };
  /** The VMs that systemd starts at boot. */
  readonly autostartLinks: () => Promise<Result<ReadonlySet<VmName>, Failure>>;
  readonly jobs: () => readonly Job[];
  readonly now: () => Timestamp;
}

/**
 * One look at storage and system for what does not agree with the registry, with one call to each part however many VMs
 * there are.
 */
export async function runChecks({ vms }: RegistryContents, ports: ChecksPorts): Promise<CheckReport> {
  const { hypervisor, storage, autostartLinks, now } = ports;
  const jobs = ports.jobs();
  const [powers, links] = await Promise.all([hypervisor.powerStates(), autostartLinks()]);
  const expected: Expected = {
    vms,
    jobs: jobs.map(knownJob),
    isHalted: (vm) => (powers.ok ? isHalted(powers.value.get(vm)) : undefined),
  };
  const [file, lvm] = await Promise.all([storage.file.check(expected), storage.lvm.check(expected)]);
  const busy = busyVms(jobs);
  const found = [
    ...recordFindings(vms, expected),
    ...lvm.findings,
    ...file.findings,
    ...keptSizeFindings(vms, [...lvm.volumes, ...file.volumes]),
    ...(links.ok ? autostartFindings(vms, links.value) : []),
  ];
  return {
    takenAt: now(),
    findings: found.filter(({ vm }) => !busy.some((one) => one.vm === vm)).map(withId),
    busy,
    problems: [...[powers, links].flatMap((one) => (one.ok ? [] : [one.error])), ...lvm.problems, ...file.problems],
  };
}

const isHalted = (power: PowerState | undefined): boolean | undefined =>
  power === 'unknown' ? undefined : power === undefined || power === 'halted';

/** The same thing found again has the same id, and no other thing has. */
const withId = (found: NewFinding): Finding => {
  const digest = createHash('sha256').update(`${found.code} ${found.identity}`).digest('hex');
  return { ...found, id: digest.slice(0, 8) as FindingId };
};

const knownJob = (job: Job): KnownJob => ({
  id: job.id,
  state: leftoverState(job),
  makesCopiesOnly: leftoverState(job) === 'undone' && makesCopiesOnly(job.plan.action),
});

function leftoverState(job: Job): KnownJob['state'] {
  if (isActive(job)) return 'active';
  return job.state === 'interrupted' || job.state === 'succeeded' ? job.state : 'undone';
}

const busyVms = (jobs: readonly Job[]): CheckReport['busy'] =>
  jobs
    .filter((job) => isActive(job) || leavesHalves(job))
    .flatMap((job) => job.plan.holds.map((vm) => ({ vm, job: job.id })));
