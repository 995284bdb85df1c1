import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { timestampSchema, vmNameSchema } from './ids.ts';
import { poolSchema } from './pool.ts';
import { vmSchema } from './vm.ts';

/** Everything that one look at the registry, the storage and the hypervisor found. */
export const inventorySchema = z
  .object({
    takenAt: timestampSchema,
    vms: z.array(vmSchema).readonly(),
    pools: z.array(poolSchema).readonly(),
    /** What could not be read, or is not as it should be: the rest is still true. */
    problems: z.array(failureSchema).readonly(),
  })
  .readonly();
export type Inventory = z.infer<typeof inventorySchema>;

/** What changed since the inventory before: whole VMs by name; pools and problems in full, they are few. */
export const inventoryChangeSchema = z
  .object({
    takenAt: timestampSchema,
    changedVms: z.array(vmSchema).readonly(),
    removedVms: z.array(vmNameSchema).readonly(),
    pools: z.array(poolSchema).readonly(),
    problems: z.array(failureSchema).readonly(),
  })
  .readonly();
export type InventoryChange = z.infer<typeof inventoryChangeSchema>;
