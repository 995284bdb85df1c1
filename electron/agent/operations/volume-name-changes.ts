import type { VmName } from '#shared/domain/ids.ts';
import { namingSchemes, type NamingScheme } from '#shared/domain/naming-scheme.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { NameChange } from '../qubes/vm-confs.ts';

/** What a VM's volumes are called afterwards, by whatever they may have been called: its root need not be there to be named. */
export const volumeNameChanges = ({ from, to }: NameChange<VmName>, scheme: NamingScheme): readonly NameChange[] =>
  namingSchemes.flatMap((before) =>
    (['root', 'private'] as const)
      .map((role) => ({ from: volumeName(before, from, role), to: volumeName(scheme, to, role) }))
      .filter((change) => change.from !== change.to),
  );
