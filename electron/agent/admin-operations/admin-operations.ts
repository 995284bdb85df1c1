import type { Operations } from '../operations/operation.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { relocateOperation } from './relocate.ts';

/** What can be done on an R4. */
export const adminOperations = (ports: AdminPorts): Partial<Operations<AdminWorld>> => ({
  migrate: relocateOperation(ports),
});
