import { join } from 'node:path';
import type { VolumeSlot } from '../storage-backend.ts';

/** Where core-2 has the image of a volume. */
export const imagePath = ({ vmDir, role }: Pick<VolumeSlot, 'vmDir' | 'role'>): string => join(vmDir, `${role}.img`);
