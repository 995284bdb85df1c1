import * as z from 'zod';

/** What the logical volumes of VMs are called, one for a whole machine; the original patch set knows only the first. */
export const namingSchemes = ['NAME-VOLUME', 'vm-NAME-VOLUME'] as const;
export const namingSchemeSchema = z.enum(namingSchemes);
export type NamingScheme = z.infer<typeof namingSchemeSchema>;
