import * as z from 'zod';
import { alertLevelsSchema, defaultAlertLevels } from './alert-levels.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;

/** Whether 1 GiB is 2 ** 30 bytes, or 1 GB is 10 ** 9. */
export const byteUnits = ['binary', 'decimal'] as const;
export type ByteUnits = (typeof byteUnits)[number];

/** What the window remembers between two starts. Every part has a default, so that an older or damaged file still opens. */
export const preferencesSchema = z.object({
  theme: z.enum(themeChoices).catch('system'),
  units: z.enum(byteUnits).catch('binary'),
  alertLevels: alertLevelsSchema.catch(defaultAlertLevels),
  /** In CSS pixels, as the host opens it; null until somebody has changed it. */
  windowSize: z
    .object({ width: z.number().int().min(400).max(16_384), height: z.number().int().min(300).max(16_384) })
    .nullable()
    .catch(null),
  /** Of its upper left corner on the desktop; null until somebody has moved it. */
  windowPlace: z
    .object({ x: z.number().int().min(-32_768).max(32_768), y: z.number().int().min(-32_768).max(32_768) })
    .nullable()
    .catch(null),
  showInternalVms: z.boolean().catch(false),
  /** Of the list of qubes. Whatever is not named is shown, so that a new column is seen. */
  hiddenColumns: z.array(z.string()).readonly().catch(['pool', 'kept']),
  /** Calls of Qubes' Admin API that are refused, as somebody has read already. */
  knownRefusals: z.array(z.string()).readonly().catch([]),
  sort: z.object({ column: z.string(), isDescending: z.boolean() }).catch({ column: 'name', isDescending: false }),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const defaultPreferences: Preferences = preferencesSchema.parse({});
