import { bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../jobs/step.ts';
import type { RegistryContents } from '../qubes/vm-registry.ts';
import type { Revert, VolumeRevisions } from '../storage/volume-revisions.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { stillAsPlanned } from './steps/check-unchanged.ts';

type Plan = DraftOf<'revert'>;

/** Made ready where that is possible, then switched in one go, then completed. */
export function revertSteps(plan: Plan, ports: OperationPorts): readonly Step[] {
  const revert = revertOf(plan);
  const driver = ports.revisions[revert.storage];
  return [
    checkStep(plan, revert, ports),
    ...reserveSteps(revert, driver),
    switchStep(plan, revert, driver, ports),
    completeStep(revert, driver),
  ];
}

function revertOf({ vm, vmDir, revert }: Plan): Revert {
  if (revert === null) throw new Error(`the plan for ${vm} goes back to nothing`);
  return { vm, vmDir, ...revert };
}

const checkStep = (plan: Plan, revert: Revert, ports: OperationPorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  isCheckedAgain: true,
  async run({ signal }) {
    const contents = await ports.registry.read({ signal });
    return contents.ok ? stillRevertible(plan, revert, contents.value, ports) : contents;
  },
});

function reserveSteps(revert: Revert, driver: VolumeRevisions): readonly Step[] {
  if (driver.reserve === undefined) return [];
  return [
    {
      name: 'snapshot',
      phase: 'reserve',
      role: revert.role,
      bytes: null,
      command: driver.reserveCommand?.(revert) ?? null,
      run: async ({ job }) => (await driver.reserve?.(revert, job)) ?? done,
      undo: async ({ job }) => (await driver.discardReserved?.(revert, job)) ?? done,
    },
  ];
}

/**
 * Under the registry's lock, so that nobody moves or renames the VM meanwhile. Once it has changed anything the volume is
 * not what it was when this was planned, and it goes on without looking at that again.
 */
const switchStep = (plan: Plan, revert: Revert, driver: VolumeRevisions, ports: OperationPorts): Step => ({
  name: 'switch',
  phase: 'switch',
  role: revert.role,
  bytes: null,
  isPointOfNoReturn: true,
  async run({ job }) {
    const edited = await ports.registry.edit({
      decide: async (current) => {
        const switched = await switchNow(plan, revert, driver, current, ports, job);
        return switched.ok ? ok([]) : switched;
      },
    });
    return edited.ok ? done : edited;
  },
  undo: ({ job }) => driver.withdraw(revert, job),
});

async function switchNow(
  plan: Plan,
  revert: Revert,
  driver: VolumeRevisions,
  current: RegistryContents,
  ports: OperationPorts,
  job: JobId,
): Promise<Result<void, Failure>> {
  const begun = await driver.hasBegun(revert);
  if (!begun.ok) return begun;
  const unchanged = begun.value ? done : await stillRevertible(plan, revert, current, ports);
  return unchanged.ok ? driver.switch(revert, job) : unchanged;
}

const completeStep = (revert: Revert, driver: VolumeRevisions): Step => ({
  name: 'complete',
  phase: 'finish',
  role: revert.role,
  bytes: revert.bytes === 0 ? null : revert.bytes,
  run: ({ job, report }) =>
    driver.complete(revert, job, (doneBytes) => report(bytes(Math.min(doneBytes, revert.bytes)))),
});

/** The VM is halted, nobody has the volume or has written to it since, and the revision is still the one that was meant. */
async function stillRevertible(
  plan: Plan,
  revert: Revert,
  contents: RegistryContents,
  ports: OperationPorts,
): Promise<Result<void, Failure>> {
  const planned = await stillAsPlanned(plan, contents, ports);
  if (!planned.ok) return planned;
  const { vm, role, storage, path, identity, revisionIdentity } = revert;
  if (contents.vms.every(({ name, storageType }) => name !== vm || storageType !== storage)) {
    return err({ code: 'vm-changed', vm });
  }
  const survey = await ports.storage[storage].survey([revert]);
  const volume = survey.volumes[0];
  if (volume === undefined) return err({ code: 'volume-not-found', vm, role });
  if (volume.isOpen) return err({ code: 'volume-in-use', volume: path });
  if (volume.isDirty || volume.identity !== identity) return err({ code: 'vm-changed', vm });
  const isThere = volume.revisions.some((revision) => revision.identity === revisionIdentity);
  return isThere ? done : err({ code: 'revision-gone', vm, role });
}
