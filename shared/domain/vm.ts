import * as z from 'zod';
import { vmNameSchema } from './ids.ts';
import { keptVolumeSchema, storageKindSchema, volumeSchema } from './volume.ts';

/** R4's names where both generations have the class; each one's own for the rest. */
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
  'RemoteVM',
] as const;
export const vmClassSchema = z.enum(vmClasses);
export type VmClass = z.infer<typeof vmClassSchema>;

/** What can be made: dom0 is there already, and a DispVM comes and goes by itself. */
export const newVmClasses = [
  'AppVM',
  'NetVM',
  'ProxyVM',
  'TemplateVM',
  'StandaloneVM',
  'HVM',
  'TemplateHVM',
] as const satisfies readonly VmClass[];
export const newVmClassSchema = z.enum(newVmClasses);
export type NewVmClass = z.infer<typeof newVmClassSchema>;

/** What a VM reaches the network through: what others do who do not say, nothing, or one that is named. */
export const netvmChoiceSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('default') }),
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('vm'), vm: vmNameSchema }),
  ])
  .readonly();
export type NetvmChoice = z.infer<typeof netvmChoiceSchema>;

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

/**
 * How a VM stands to the root that it runs on. `own`: nobody else's; `at-start`: it gets its template's at its next start.
 * Of one that runs on its template's: `current`; `template-running`: current, but the template is being written to, which
 * it will see when both have been restarted; `outdated`: its template has committed a newer one. `unknown`: nobody wrote
 * down which one it runs on.
 */
export const rootStates = ['own', 'at-start', 'current', 'template-running', 'outdated', 'unknown'] as const;
export const rootStateSchema = z.enum(rootStates);
export type RootState = z.infer<typeof rootStateSchema>;

/** What a VM's own answer may keep back: a policy of Qubes decides about each call by itself. */
export const vmData = ['label', 'template', 'autostart', 'volumes'] as const;
export type VmDatum = (typeof vmData)[number];

/** The colours that every Qubes has; R4 lets people add their own. */
export const vmLabels = ['red', 'orange', 'yellow', 'green', 'gray', 'blue', 'purple', 'black'] as const;
export const vmLabelSchema = z.enum(vmLabels);
export type VmLabel = z.infer<typeof vmLabelSchema>;

export const vmSchema = z
  .object({
    name: vmNameSchema,
    class: vmClassSchema,
    power: powerStateSchema,
    /** One of `vmLabels`, or a name that somebody gave to a colour; null where it may not be read. */
    label: z.string().min(1).nullable(),
    template: vmNameSchema.nullable(),
    /** The storage of its own volumes; null where it has none, or of several kinds, or they may not be read. */
    storageType: storageKindSchema.nullable(),
    /** As registered; null where it may not be read. */
    autostart: z.boolean().nullable(),
    /** As systemd will have it, which is what counts; null where that could not be looked up. */
    hasAutostartLink: z.boolean().nullable(),
    /** Hidden from menus: an administrator's own, such as the template of DispVMs. */
    isInternal: z.boolean(),
    /** null for a VM that has no root volume, and where the system does not tell. */
    rootState: rootStateSchema.nullable(),
    volumes: z.array(volumeSchema).readonly(),
    /** Used by nothing any more; stays until a person frees it. */
    kept: z.array(keptVolumeSchema).readonly(),
    /** What stands empty above because reading it is not permitted. */
    notPermitted: z.array(z.enum(vmData)).readonly(),
  })
  .readonly();
export type Vm = z.infer<typeof vmSchema>;
