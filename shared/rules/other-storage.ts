import type { StorageType } from '../domain/volume.ts';

/** Where a move of a VM goes to, or came from. */
export const otherStorage = (storage: StorageType): StorageType => (storage === 'lvm' ? 'file' : 'lvm');
