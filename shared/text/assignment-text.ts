import type { AssignmentMode, Device } from '../domain/device.ts';

const modes: Readonly<Record<AssignmentMode, string>> = {
  required: 'needed at its start',
  'auto-attach': 'when it is there',
  'ask-to-attach': 'when a person says so',
};

/** Assigning devices, on the command line. */
export const assignmentText = {
  commands: {
    assign: 'give a VM a block device whenever it starts (R4)',
    unassign: 'do so no more',
  },
  options: {
    mode: 'required: it does not start without; auto-attach: whenever both are there; ask-to-attach: then you are asked',
  },
  column: 'ASSIGNED TO',
  assigned: (device: string, vm: string, mode: AssignmentMode): string =>
    `${device} is assigned to ${vm}: ${modes[mode]}.`,
  unassigned: (device: string, vm: string): string => `${device} is not assigned to ${vm} any more.`,
  to: ({ assignedTo }: Device): string =>
    assignedTo.map(({ vm, mode, isReadOnly }) => `${vm} (${mode}${isReadOnly ? ', read-only' : ''})`).join(', '),
};
