import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { BlockerOf } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** A file that a person names as the root of a new VM: the one thing that the agent is told a path of. */
export interface RootImage {
  readonly path: string;
  readonly sizeBytes: Bytes;
  readonly dataBytes: Bytes;
  /** Changes whenever it is replaced or written to. */
  readonly identity: string;
}

export interface RootImages {
  /** Why it cannot be one: what is in the folder of Qubes is some VM's, or is to be its. */
  look(path: string): Promise<Result<RootImage, BlockerOf<'root-image-unusable'>>>;
  /** That it is gone is fine; fails when it is not the one of this identity any more. */
  remove(path: string, identity: string): Promise<Result<void, Failure>>;
}
