import * as z from 'zod';

const share = z.number().min(0.01).max(1);
const levelsSchema = z.object({ warn: share, high: share, critical: share }).readonly();
export type Levels = z.infer<typeof levelsSchema>;

/** Of data and of metadata, the shares in use at which a pool's levels begin. */
export const alertLevelsSchema = z.object({ data: levelsSchema, metadata: levelsSchema }).readonly();
export type AlertLevels = z.infer<typeof alertLevelsSchema>;

/** facts/features-and-ux.md §5.2 */
export const defaultAlertLevels: AlertLevels = {
  data: { warn: 0.75, high: 0.85, critical: 0.95 },
  metadata: { warn: 0.6, high: 0.75, critical: 0.85 },
};
