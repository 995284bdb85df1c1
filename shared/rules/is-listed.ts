import type { Device } from '../domain/device.ts';

/** Whether a list of what can be attached has it. What a VM was given, or is at every start, stays in it: to be taken back. */
export const isListed = ({ attachedTo, assignedTo, hidden }: Device): boolean =>
  attachedTo !== null || assignedTo.length > 0 || hidden === null;
