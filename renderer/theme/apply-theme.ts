import type { Preferences } from '#shared/domain/preferences.ts';

/** The style sheets follow the system's choice unless the root element names one. */
export function applyTheme(theme: Preferences['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
