import { usePreferences } from '../stores/preferences-store.ts';
import { changePreferences } from './preference-requests.ts';

const restMs = 500;
let rest: ReturnType<typeof setTimeout> | undefined;

/**
 * Keeps the window's size and place for its next start: the size of its content on Electron, with its frame on Chromium, as each
 * is opened. Nothing tells a page that it was moved: it looks when its user goes elsewhere.
 */
export function rememberWindow(): void {
  window.addEventListener('resize', () => {
    clearTimeout(rest);
    rest = setTimeout(keep, restMs);
  });
  window.addEventListener('blur', keep);
  document.addEventListener('visibilitychange', keep);
}

function keep(): void {
  const isElectron = window.api.host === 'electron';
  const width = isElectron ? window.innerWidth : window.outerWidth;
  const height = isElectron ? window.innerHeight : window.outerHeight;
  const { screenX: x, screenY: y } = window;
  const { windowSize, windowPlace } = usePreferences.getState();
  const isSame =
    windowSize?.width === width && windowSize.height === height && windowPlace?.x === x && windowPlace.y === y;
  // A hidden window has no size.
  if (isSame || width < 400 || height < 300) return;
  void changePreferences({ windowSize: { width, height }, windowPlace: { x, y } });
}
