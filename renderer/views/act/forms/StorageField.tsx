import type { PoolId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import { formText } from '#shared/text/form-text.ts';
import { SelectField } from '../../../components/SelectField.tsx';
import { usePools } from '../../../stores/inventory-store.ts';

/** undefined: as the source is. */
interface StorageChoice {
  readonly to?: StorageType | undefined;
  readonly pool?: PoolId | undefined;
}

interface StorageFieldProps {
  /** What it is like unless somebody chooses. */
  readonly like: string;
  readonly choice: StorageChoice;
  readonly onChange: (choice: Required<StorageChoice>) => void;
}

/** Where the volumes of a new VM are to be. */
export function StorageField({ like, choice, onChange }: StorageFieldProps) {
  const thin = usePools().filter(isThinPool);
  const choices = new Map<string, Required<StorageChoice>>([
    ['like', { to: undefined, pool: undefined }],
    ...thin.map(({ id }) => [id, { to: 'lvm', pool: id }] as const),
    ['file', { to: 'file', pool: undefined }],
  ]);
  const options = [
    { value: 'like', name: formText.storageAs(like) },
    ...thin.map(({ id, name }) => ({ value: id, name: `${formText.places.lvm}: ${name}` })),
    { value: 'file', name: formText.places.file },
  ];
  return (
    <SelectField<string>
      label={formText.storage}
      options={options}
      value={choice.pool ?? choice.to ?? 'like'}
      onChange={(chosen) => onChange(choices.get(chosen) ?? { to: undefined, pool: undefined })}
    />
  );
}
