import { lstat, realpath } from 'node:fs/promises';
import { bytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BlockerOf } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { RootImage, RootImages } from '../root-images.ts';
import { imageIdentity } from './image-survey.ts';
import { loopBackingFiles } from './loop-devices.ts';
import { removeImage } from './remove-image.ts';

type Unusable = BlockerOf<'root-image-unusable'>;

const statBlockBytes = 512n;

export class RootImageFiles implements RootImages {
  readonly #qubesDir: string;

  constructor(qubesDir: string) {
    this.#qubesDir = qubesDir;
  }

  async look(asked: string): Promise<Result<RootImage, Unusable>> {
    const unusable = (reason: Unusable['reason']) =>
      err<Unusable>({ code: 'root-image-unusable', path: asked, reason });
    const path = await realpath(asked).catch(() => null);
    if (path === null) return unusable('missing');
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile()) return unusable('no-file');
    if (`${path}/`.startsWith(`${await realpath(this.#qubesDir)}/`)) return unusable('of-qubes');
    if (stats.size === 0n) return unusable('empty');
    if ((await loopBackingFiles()).has(path)) return unusable('in-use');
    return ok({
      path,
      sizeBytes: bytes(Number(stats.size)),
      dataBytes: bytes(Number(stats.blocks * statBlockBytes)),
      identity: imageIdentity(stats),
    });
  }

  remove(path: string, identity: string): Promise<Result<void, Failure>> {
    return removeImage(path, identity, []);
  }
}
