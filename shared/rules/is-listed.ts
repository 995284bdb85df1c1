import type { Device } from '../domain/device.ts';

/** Whether a list of what can be attached has it. What a VM was given stays in it, whatever became of it: to be detached. */
export const isListed = ({ attachedTo, hidden }: Device): boolean => attachedTo !== null || hidden === null;
