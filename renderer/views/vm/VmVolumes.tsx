import type { Vm } from '#shared/domain/vm.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { Panel } from '../../components/Panel.tsx';
import { VolumeRow } from './VolumeRow.tsx';
import styles from './VmVolumes.module.css';

interface VmVolumesProps {
  readonly vm: Vm;
}

export function VmVolumes({ vm }: VmVolumesProps) {
  const { volume, storage, pool, limit, holds, act } = vmPaneText.volumeColumns;
  return (
    <Panel title={vmPaneText.storage}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{volume}</th>
            <th scope="col">{storage}</th>
            <th scope="col">{pool}</th>
            <th scope="col" data-number="true">
              {limit}
            </th>
            <th scope="col" data-number="true">
              {holds}
            </th>
            <th scope="col">
              <span className="visually-hidden">{act}</span>
            </th>
          </tr>
        </thead>
        {vm.volumes.map((each) => (
          <VolumeRow key={each.role} vm={vm} volume={each} />
        ))}
      </table>
    </Panel>
  );
}
