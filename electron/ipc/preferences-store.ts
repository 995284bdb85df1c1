import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { defaultPreferences, preferencesSchema, type Preferences } from '#shared/domain/preferences.ts';
import { readJsonFile } from './read-json-file.ts';
import { saveJsonFile } from './save-json-file.ts';

export interface PreferencesStore {
  current(): Preferences;
  /** What is set counts for this run at once, also when it could not be kept for the next one. */
  set(preferences: Preferences): Promise<Result<undefined, Failure>>;
}

/** A missing or damaged file counts as nothing preferred; it is replaced at the next `set`. */
export async function openPreferences(path: string): Promise<PreferencesStore> {
  let current = (await readJsonFile(path, preferencesSchema)) ?? defaultPreferences;
  let lastSave: Promise<unknown> = Promise.resolve();

  const save = async (preferences: Preferences): Promise<Result<undefined, Failure>> => {
    try {
      await saveJsonFile(path, preferences);
      return done;
    } catch (error) {
      return err({ code: 'file-failed', path, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    current: () => current,
    set: (preferences) => {
      current = preferences;
      // One after the other: the last one set is the one that stays.
      const saved = lastSave.then(() => save(preferences));
      lastSave = saved;
      return saved;
    },
  };
}
