import { changePreferences } from './preference-requests.ts';

const restMs = 500;
let rest: ReturnType<typeof setTimeout> | undefined;

/** Keeps the size of the window for its next start: of its content on Electron, with its frame on Chromium, as each is opened. */
export function rememberSize(): void {
  window.addEventListener('resize', () => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      const isElectron = window.api.host === 'electron';
      const width = isElectron ? window.innerWidth : window.outerWidth;
      const height = isElectron ? window.innerHeight : window.outerHeight;
      void changePreferences({ windowSize: { width, height } });
    }, restMs);
  });
}
