import { create } from 'zustand';

export const screens = ['qubes', 'pools', 'kept', 'jobs'] as const;
export type Screen = (typeof screens)[number];

interface ScreenState {
  readonly screen: Screen;
}

export const useScreen = create<ScreenState>()(() => ({ screen: 'qubes' }));

export function showScreen(screen: Screen): void {
  useScreen.setState({ screen });
}
