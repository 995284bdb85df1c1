import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { FolderMover } from '../qubes/folder-mover.ts';
import type { VmConfs } from '../qubes/vm-confs.ts';
import type { OwnedVolumes } from '../storage/owned-volumes.ts';
import type { OperationPorts } from './plan-draft.ts';

/** What it takes to do something to a VM as a whole, name and folder included. */
export interface WholeVmPorts extends Pick<OperationPorts, 'registry' | 'hypervisor' | 'naming' | 'savefileInUse'> {
  readonly owned: OwnedVolumes;
  readonly mover: FolderMover;
  /** What removing a folder would give back. Throws what the file system says. */
  readonly usedBytesUnder: (dir: string) => Promise<Bytes>;
  readonly confs: VmConfs;
  readonly links: {
    list(): Promise<Result<ReadonlySet<VmName>, Failure>>;
    /** Gives a VM's link to the VM that it is called now; to nobody when it is gone. */
    hand(from: VmName, to: VmName | null): Promise<Result<void, Failure>>;
  };
  /** Leads the links that DisposableVMs are started through to where a folder is now. */
  readonly moveDvmLinks: (fromDir: string, toDir: string) => Promise<Result<void, Failure>>;
}
