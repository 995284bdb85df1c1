import { assignmentModes, type AssignmentMode } from '#shared/domain/device.ts';

/** What is assigned without a mode, as on R4.2, has to be there at the start. */
export const modeOf = (text: string | undefined): AssignmentMode =>
  assignmentModes.find((mode) => mode === text) ?? 'required';
