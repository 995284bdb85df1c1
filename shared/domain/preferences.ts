import { z } from 'zod';

export const themeChoices = ['system', 'light', 'dark'] as const;

/** What the window remembers between two starts. Every part has a default, so that an older or damaged file still opens. */
export const preferencesSchema = z.object({
  theme: z.enum(themeChoices).catch('system'),
  showInternalVms: z.boolean().catch(false),
  sort: z.object({ column: z.string(), isDescending: z.boolean() }).catch({ column: 'name', isDescending: false }),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const defaultPreferences: Preferences = preferencesSchema.parse({});
