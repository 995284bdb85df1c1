import type { Operations } from '../operations/operation.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { addPoolOperation } from './add-pool.ts';
import { cloneOperation } from './clone.ts';
import { createOperation } from './create.ts';
import { freeKeptOperation } from './in-place/free-kept.ts';
import { relocateOperation } from './relocate.ts';
import { removePoolOperation } from './remove-pool.ts';
import { removeOperation } from './remove.ts';
import { renameOperation } from './rename.ts';
import { resizeOperation } from './resize.ts';
import { revertOperation } from './revert.ts';
import { setAutostartOperation } from './set-autostart.ts';
import { setDefaultPoolOperation } from './set-default-pool.ts';
import { setRevisionsOperation } from './set-revisions.ts';

/** What can be done on an R4. */
export const adminOperations = (ports: AdminPorts): Partial<Operations<AdminWorld>> => ({
  migrate: relocateOperation(ports),
  ...(ports.inPlace === null ? {} : { 'free-kept': freeKeptOperation(ports.inPlace) }),
  'set-autostart': setAutostartOperation(ports),
  clone: cloneOperation(ports),
  create: createOperation(ports),
  remove: removeOperation(ports),
  rename: renameOperation(ports),
  resize: resizeOperation(ports),
  'set-revisions': setRevisionsOperation(ports),
  'set-default-pool': setDefaultPoolOperation(ports),
  'add-pool': addPoolOperation(ports),
  'remove-pool': removePoolOperation(ports),
  revert: revertOperation(ports),
});
