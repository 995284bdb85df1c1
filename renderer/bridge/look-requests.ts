import type { StoreApi } from 'zustand';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { useChecks, useDevices, type Look } from '../stores/look-store.ts';
import { showScreen, useScreen, type Screen } from '../stores/screen-store.ts';
import { ask } from './api.ts';

async function look<T>(store: StoreApi<Look<T>>, request: () => Promise<Result<T, Failure>>): Promise<void> {
  if (store.getState().isLooking) return;
  store.setState({ isLooking: true });
  const answer = await request();
  if (answer.ok) store.setState({ seen: answer.value, failure: null, isLooking: false });
  else store.setState({ failure: answer.error, isLooking: false });
}

export const lookAtDevices = (): Promise<void> => look(useDevices, () => ask('device.list', {}));
export const runChecks = (): Promise<void> => look(useChecks, () => ask('checks.run', {}));

/** To a screen, with a look at what it shows where nobody tells of that by itself. */
export function goTo(screen: Screen): void {
  showScreen(screen);
  if (screen === 'devices') void lookAtDevices();
  if (screen === 'checks') void runChecks();
}

/** Something has changed in the system: what is in sight may have changed with it. */
export function lookAgainAtDevices(): void {
  if (useScreen.getState().screen === 'devices') void lookAtDevices();
}
export function checkAgain(): void {
  if (useScreen.getState().screen === 'checks') void runChecks();
}
