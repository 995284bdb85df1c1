import type { Preferences } from '#shared/domain/preferences.ts';
import { showNotice } from '../stores/notice-store.ts';
import { replacePreferences, usePreferences } from '../stores/preferences-store.ts';
import { ask } from './api.ts';

/** Takes effect at once; that it could not be kept for the next start is told, not undone. */
export async function changePreferences(change: Partial<Preferences>): Promise<void> {
  const preferences = { ...usePreferences.getState(), ...change };
  replacePreferences(preferences);
  const kept = await ask('preferences.set', preferences);
  if (!kept.ok) showNotice({ kind: 'request-failed', failure: kept.error });
}
