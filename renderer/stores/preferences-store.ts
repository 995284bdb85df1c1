import { create } from 'zustand';
import { defaultPreferences, type Preferences } from '#shared/domain/preferences.ts';

/** As they were last set here or read from main; `bridge/preference-requests.ts` changes and keeps them. */
export const usePreferences = create<Preferences>()(() => defaultPreferences);

export function replacePreferences(preferences: Preferences): void {
  usePreferences.setState(preferences);
}
