import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import { storageTypes } from '#shared/domain/volume.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryContents } from '../../qubes/vm-registry.ts';
import type { StorageBackend } from '../../storage/storage-backend.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { broughtImages, sourceSlot } from './planned-target.ts';

/** A job may begin long after its plan, or again after a crash: looks whether the plan is still true. */
export function checkUnchanged(plan: PlanDraft, ports: OperationPorts): Step {
  return {
    name: 'check',
    phase: 'check',
    role: null,
    bytes: null,
    isCheckedAgain: true,
    async run({ signal }) {
      const contents = await ports.registry.read({ signal });
      return contents.ok ? stillAsPlanned(plan, contents.value, ports) : contents;
    },
  };
}

/**
 * Every VM that the plan reads from is registered as planned, halted, and nobody has its volumes open or has written to them
 * since. A revision that is gone by now is missed when it is read.
 */
export async function stillAsPlanned(
  plan: PlanDraft,
  contents: RegistryContents,
  { hypervisor, storage, rootImages }: OperationPorts,
): Promise<Result<void, Failure>> {
  const brought = broughtImages(plan);
  for (const { source, sourcePath, sourceIdentity } of brought) {
    const image = await rootImages.look(sourcePath);
    if (!image.ok) return err({ code: 'refused', blockers: [image.error] });
    if (image.value.identity !== sourceIdentity) return err({ code: 'source-changed', vm: source.vm, role: 'root' });
  }
  const powers = await hypervisor.powerStates();
  if (!powers.ok) return powers;
  for (const { vm: name, vmDir } of subjectsOf(plan)) {
    const vm = contents.vms.find((candidate) => candidate.name === name);
    if (vm === undefined) return err({ code: 'vm-not-found', vm: name });
    const isMoved = plan.volumes.some(({ source, from }) => source.vm === name && from !== vm.storageType);
    if (vm.dirPath !== vmDir || isMoved) return err({ code: 'vm-changed', vm: name });
    // A kept state stays what it is while the VM runs.
    if (plan.volumes.some(({ source, sourceRevision }) => source.vm === name && sourceRevision !== null)) continue;
    const power = powers.value.get(name) ?? 'halted';
    if (power !== 'halted') return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm: name, power }] });
  }
  for (const kind of storageTypes) {
    const unchanged = await sourcesUnchanged(
      plan.volumes.filter(
        (volume) => volume.from === kind && volume.sourceRevision === null && !brought.includes(volume),
      ),
      storage[kind],
    );
    if (!unchanged.ok) return unchanged;
  }
  return done;
}

/** The VM that the plan is about, unless that is yet to be made, and those that volumes are made from. */
function subjectsOf({ vm, vmDir, makes, volumes }: PlanDraft): readonly PlannedVolume['source'][] {
  const sources = new Map(volumes.map(({ source }) => [source.vm, source]));
  sources.set(vm, { vm, vmDir });
  if (makes !== null) sources.delete(makes.vm);
  return [...sources.values()];
}

async function sourcesUnchanged(
  volumes: readonly PlannedVolume[],
  storage: StorageBackend,
): Promise<Result<void, Failure>> {
  if (volumes.length === 0) return done;
  const survey = await storage.survey(volumes.map(sourceSlot));
  for (const { source, role, sourceIdentity } of volumes) {
    const found = survey.volumes.find((volume) => volume.vm === source.vm && volume.role === role);
    if (found === undefined) return err({ code: 'volume-not-found', vm: source.vm, role });
    if (found.isOpen) return err({ code: 'volume-in-use', volume: found.path });
    if (found.identity !== sourceIdentity) return err({ code: 'source-changed', vm: source.vm, role });
  }
  return done;
}
