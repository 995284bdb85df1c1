import type { Bytes } from '#shared/base/bytes.ts';
import { gib, roundUpTo, bytes } from '#shared/base/bytes.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { Volume } from '#shared/domain/volume.ts';
import { resizeBlockers } from '#shared/rules/resize-blockers.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { volumeRemarks } from '#shared/text/volume-text.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { fillInAction } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { VolumeBadge } from '../../components/VolumeBadge.tsx';
import { usePools } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { useBlockText } from './use-block-text.ts';
import styles from './VmVolumes.module.css';

interface VolumeRowProps {
  readonly vm: Vm;
  readonly volume: Volume;
}

/** A volume with its figures, and in a line of its own what else there is to say. */
export function VolumeRow({ vm, volume }: VolumeRowProps) {
  const pool = usePools().find(({ id }) => id === volume.pool);
  const { role, state } = volume;
  const limit = 'sizeBytes' in state ? state.sizeBytes : null;
  const held = state.kind === 'present' ? state.usedBytes : null;
  const remarks = volumeRemarks(volume, vm.power);
  return (
    <tbody>
      <tr>
        <th scope="row">{role}</th>
        <td>
          <VolumeBadge volume={volume} />
        </td>
        <td className={styles.pool}>{pool?.name ?? qubesText.none}</td>
        <Figure size={limit} />
        <Figure size={held} />
        <td>
          {(role === 'root' || role === 'private') && state.kind === 'present' && (
            <GrowButton vm={vm} role={role} sizeBytes={state.sizeBytes} />
          )}
        </td>
      </tr>
      {remarks.length > 0 && (
        <tr>
          <td className={styles.remarks} colSpan={6}>
            {remarks.join(' · ')}
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface FigureProps {
  readonly size: Bytes | null;
}

const Figure = ({ size }: FigureProps) => (
  <td data-number="true" title={size === null ? undefined : qubesText.exactly(size)}>
    {size === null ? qubesText.none : formatBytes(size)}
  </td>
);

interface GrowButtonProps {
  readonly vm: Vm;
  readonly role: 'root' | 'private';
  readonly sizeBytes: Bytes;
}

function GrowButton({ vm, role, sizeBytes }: GrowButtonProps) {
  // A quarter more, and whole: something to begin with, which is never too small to be a size.
  const suggested = roundUpTo(gib(1), bytes(sizeBytes * 1.25 + 1));
  const blockedBy = useBlockText(resizeBlockers(vm, role, suggested, useJobs()));
  return (
    <Button
      size="small"
      blockedBy={blockedBy}
      aria-label={vmPaneText.growNamed(role)}
      onClick={() => void fillInAction({ kind: 'resize', vm: vm.name, role, sizeBytes: suggested })}
    >
      {vmPaneText.grow}
    </Button>
  );
}
