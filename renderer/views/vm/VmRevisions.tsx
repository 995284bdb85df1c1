import type { Vm } from '#shared/domain/vm.ts';
import { RevisionTimeline } from './RevisionTimeline.tsx';

interface VmRevisionsProps {
  readonly vm: Vm;
}

/** A timeline for each volume that older states are kept of. */
export function VmRevisions({ vm }: VmRevisionsProps) {
  return vm.volumes.map((volume) =>
    (volume.role === 'root' || volume.role === 'private') && volume.revisions !== null ? (
      <RevisionTimeline key={volume.role} vm={vm} volume={volume} role={volume.role} revisions={volume.revisions} />
    ) : null,
  );
}
