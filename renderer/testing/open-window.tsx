import { cleanup, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { WindowState } from '#shared/contract/window-contract.ts';
import { defaultPreferences } from '#shared/domain/preferences.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { anInventory, aPlan, aRunningJob, aSnapshot, aVm, vmName } from '#shared/testing/builders.ts';
import { FakeWindowApi } from '#shared/testing/fake-window-api.ts';
import { App } from '../App.tsx';
import { connect } from '../bridge/connect.ts';
import { closeProposals } from '../stores/proposal-store.ts';
import { dismissNotice } from '../stores/notice-store.ts';
import { useChecks, useDevices } from '../stores/look-store.ts';
import { usePreferences } from '../stores/preferences-store.ts';
import { useScreen } from '../stores/screen-store.ts';
import { clearSelection } from '../stores/selection-store.ts';

type Answers = ConstructorParameters<typeof FakeWindowApi>[0];

export const halted = aVm({ name: vmName('fc20') });
export const running = aVm({ name: vmName('work'), power: 'running' });
export const plan = aPlan({ vm: halted.name });
const stateWith = (vms: readonly Vm[]): WindowState => ({
  connection: { state: 'ready', system: 'sandbox' },
  snapshot: aSnapshot({ inventory: anInventory({ vms }) }),
  preferences: defaultPreferences,
});

/** The whole window on a fake main process. */
export async function openWindow(answers: Answers = {}, vms: readonly Vm[] = [halted, running]) {
  const api = new FakeWindowApi({
    'window.state': () => ok(stateWith(vms)),
    'plan.make': () => ok({ outcome: 'plan', plan }),
    'plan.start': () => ok(aRunningJob({ plan })),
    ...answers,
  });
  vi.stubGlobal('api', api);
  await connect();
  render(<App />);
  return { api, user: userEvent.setup() };
}

/** Without a layout nothing would be in view, and the virtual table would draw no row. */
export function giveLayout(): void {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
}

/** Each test begins with the window as it opens. */
export function closeWindow(): void {
  cleanup();
  closeProposals();
  clearSelection();
  useScreen.setState(useScreen.getInitialState());
  useDevices.setState(useDevices.getInitialState());
  useChecks.setState(useChecks.getInitialState());
  usePreferences.setState(usePreferences.getInitialState());
  dismissNotice();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
