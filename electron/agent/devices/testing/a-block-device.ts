import { gib } from '#shared/base/bytes.ts';
import type { BlockDevice } from '../block-device.ts';

/** A disk that nothing else is made of. */
export const aBlockDevice = (facts: Partial<BlockDevice> & Pick<BlockDevice, 'name' | 'number'>): BlockDevice => ({
  sizeBytes: gib(57),
  isReadOnly: false,
  partition: null,
  slaves: [],
  holders: [],
  model: null,
  serial: null,
  diskSequence: null,
  mapped: null,
  backingFile: null,
  ...facts,
});
