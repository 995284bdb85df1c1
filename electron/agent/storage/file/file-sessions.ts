import { join } from 'node:path';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { FoundVolume } from '../storage-backend.ts';
import type { SessionDisk, SessionVolume, VolumeSessions } from '../volume-sessions.ts';

/** Image files need nothing before and after a guest has them: what a template's changes go to is the hypervisor's matter. */
export class FileSessions implements VolumeSessions {
  prepare(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  release(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  abandon(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  /** As core-2 configures its VMs (facts/qubes-r2.md §3.1). */
  diskOf({ slot, vmClass, source }: SessionVolume, { path }: FoundVolume): SessionDisk {
    if (source !== null && vmClass === 'HVM') {
      const cowPath = join(slot.vmDir, 'volatile.img');
      return { source: { kind: 'snapshot', path, cowPath }, isReadOnly: false };
    }
    if (source !== null) {
      return { source: { kind: 'snapshot', path, cowPath: rootCowPath(source.vmDir) }, isReadOnly: true };
    }
    if (slot.role === 'root' && vmClass === 'TemplateVM') {
      return { source: { kind: 'origin', path, cowPath: rootCowPath(slot.vmDir) }, isReadOnly: false };
    }
    return { source: { kind: 'image', path }, isReadOnly: false };
  }
}

const rootCowPath = (templateDir: string): string => join(templateDir, 'root-cow.img');
