import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import type { VmFolders } from '../qubes/vm-folders.ts';
import type { VmRegistry } from '../qubes/vm-registry.ts';
import type { RootImages } from '../storage/root-images.ts';
import type { StorageBackend } from '../storage/storage-backend.ts';
import type { VolumeFormatter } from '../storage/volume-formatter.ts';
import type { VolumeNaming } from '../storage/volume-naming.ts';
import type { VolumeSessions } from '../storage/volume-sessions.ts';
import type { VolumeRevisions } from '../storage/volume-revisions.ts';

export interface OperationPorts {
  readonly registry: VmRegistry;
  readonly folders: VmFolders;
  readonly storage: Readonly<Record<StorageType, StorageBackend>>;
  readonly naming: VolumeNaming;
  readonly formatter: VolumeFormatter;
  readonly rootImages: RootImages;
  readonly sessions: Readonly<Record<StorageType, VolumeSessions>>;
  readonly revisions: Readonly<Record<StorageType, VolumeRevisions>>;
  readonly hypervisor: Hypervisor;
  /** The savefile that DispVMs start from, where it lies in this directory; undefined where it does not. */
  readonly savefileInUse: (vmDir: string) => Promise<string | undefined>;
}

/** What the steps are made from: all of a plan but the steps themselves. */
export type PlanDraft = Omit<Plan, 'steps' | 'fingerprint'>;
/** A plan of one kind of action. */
export type PlanOf<Kind extends Action['kind']> = Plan & { readonly action: ActionOf<Kind> };
export type DraftOf<Kind extends Action['kind']> = PlanDraft & { readonly action: ActionOf<Kind> };
