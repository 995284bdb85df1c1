import type { Blocker } from '#shared/domain/blocker.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { useIsConnected } from '../../stores/connection-store.ts';

/** Why a button may not be pressed now, a line for each reason; null where it may. */
export function useBlockText(blockers: readonly Blocker[]): string | null {
  if (!useIsConnected()) return connectionText.notConnected;
  return blockers.length === 0 ? null : blockers.map(blockerText).join('\n');
}
