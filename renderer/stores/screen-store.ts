import { create } from 'zustand';
import type { VmName } from '#shared/domain/ids.ts';

export const screens = ['qubes', 'pools', 'devices', 'jobs', 'kept', 'checks', 'settings'] as const;
export type Screen = (typeof screens)[number];

interface ScreenState {
  readonly screen: Screen;
  /** Whose pane is shown in place of the list of qubes. */
  readonly vm: VmName | null;
  /** Where the list goes on when it comes back. */
  readonly lastVm: VmName | null;
}

export const useScreen = create<ScreenState>()(() => ({ screen: 'qubes', vm: null, lastVm: null }));

export function showScreen(screen: Screen): void {
  useScreen.setState({ screen, vm: null });
}

export function showVm(vm: VmName): void {
  useScreen.setState({ screen: 'qubes', vm, lastVm: vm });
}
