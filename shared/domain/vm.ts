import { z } from 'zod';
import { vmNameSchema } from './ids.ts';
import { keptVolumeSchema, storageTypeSchema, volumeSchema } from './volume.ts';

/** R4's names where both generations have the class; core-2's for its own. */
export const vmClasses = [
  'AdminVM',
  'TemplateVM',
  'AppVM',
  'StandaloneVM',
  'NetVM',
  'ProxyVM',
  'HVM',
  'TemplateHVM',
  'DispVM',
] as const;
export const vmClassSchema = z.enum(vmClasses);
export type VmClass = z.infer<typeof vmClassSchema>;

/** Only `halted` means that nobody uses the volumes. `unknown`: the hypervisor did not answer. */
export const powerStates = [
  'halted',
  'transient',
  'running',
  'paused',
  'suspended',
  'halting',
  'dying',
  'crashed',
  'unknown',
] as const;
export const powerStateSchema = z.enum(powerStates);
export type PowerState = z.infer<typeof powerStateSchema>;

export const vmLabels = ['red', 'orange', 'yellow', 'green', 'gray', 'blue', 'purple', 'black'] as const;
export const vmLabelSchema = z.enum(vmLabels);
export type VmLabel = z.infer<typeof vmLabelSchema>;

export const vmSchema = z
  .object({
    name: vmNameSchema,
    class: vmClassSchema,
    power: powerStateSchema,
    label: vmLabelSchema,
    template: vmNameSchema.nullable(),
    storageType: storageTypeSchema,
    /** As registered. */
    autostart: z.boolean(),
    /** As systemd will have it, which is what counts; null where that could not be looked up. */
    hasAutostartLink: z.boolean().nullable(),
    /** Hidden from menus: an administrator's own, such as the template of DispVMs. */
    isInternal: z.boolean(),
    volumes: z.array(volumeSchema).readonly(),
    /** Used by nothing any more; stays until a person frees it. */
    kept: z.array(keptVolumeSchema).readonly(),
  })
  .readonly();
export type Vm = z.infer<typeof vmSchema>;
