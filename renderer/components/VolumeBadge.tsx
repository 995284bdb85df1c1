import type { Volume } from '#shared/domain/volume.ts';
import { volumeKindText } from '#shared/text/vm-text.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { Badge } from './Badge.tsx';

interface VolumeBadgeProps {
  readonly volume: Volume | undefined;
}

export function VolumeBadge({ volume }: VolumeBadgeProps) {
  if (volume === undefined) return <Badge tone="quiet" text={qubesText.none} />;
  return <Badge tone={toneOf(volume)} text={volumeKindText(volume)} title={detailOf(volume)} />;
}

function toneOf(volume: Volume): 'accent' | 'outlined' | 'quiet' | 'critical' {
  if (volume.state.kind === 'missing' || volume.state.kind === 'unavailable') return 'critical';
  if (volume.state.kind === 'from-template' || volume.state.kind === 'not-permitted') return 'quiet';
  return volume.storage === 'lvm' ? 'accent' : 'outlined';
}

function detailOf({ state }: Volume): string {
  switch (state.kind) {
    case 'present':
    case 'inactive':
    case 'unavailable':
      return qubesText.exactly(state.sizeBytes);
    case 'missing':
      return state.lookedFor;
    case 'from-template':
      return state.template;
    case 'not-permitted':
      return state.call;
  }
}
