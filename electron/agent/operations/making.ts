import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { FolderVolume, NewFolder } from '../qubes/vm-folders.ts';
import type { RegistryChange, RegistryContents } from '../qubes/vm-registry.ts';
import type { PlanDraft } from './plan-draft.ts';

/** A plan that makes a VM. */
export type MakingDraft = PlanDraft & { readonly makes: NonNullable<PlanDraft['makes']> };

export function makingOf(plan: PlanDraft): MakingDraft {
  const { makes } = plan;
  if (makes === null) throw new Error(`the plan for ${plan.vm} makes no VM`);
  return { ...plan, makes };
}

/** What its folder is to know of the volumes. */
export const folderVolumesOf = ({ volumes, fresh }: MakingDraft): readonly FolderVolume[] =>
  [...volumes, ...fresh].map(({ role, targetPath, targetSizeBytes }) => ({
    role,
    path: targetPath,
    sizeBytes: targetSizeBytes,
  }));

/** What one way of making a VM has of its own. */
export interface Making {
  readonly folder: (contents: RegistryContents) => Promise<Result<NewFolder, Failure>>;
  readonly change: RegistryChange;
}
