import { defaultThinPool } from '#shared/rules/default-pool.ts';
import { formText } from '#shared/text/form-text.ts';
import { RadioCards } from '../../../components/RadioCards.tsx';
import { usePools, useVms } from '../../../stores/inventory-store.ts';
import { ChildrenOffer } from './ChildrenOffer.tsx';
import type { FormProps } from './form-props.ts';
import { migrationTargets } from './migration-targets.ts';

/** Every pool as a target; those that cannot be one say why. */
export function MigrateForm({ action, onChange }: FormProps<'migrate'>) {
  const pools = usePools();
  const vm = useVms().find(({ name }) => name === action.vm);
  const targets = migrationTargets(pools, vm);
  const usual = defaultThinPool(pools)?.id ?? '';
  return (
    <>
      <RadioCards
        label={formText.where}
        cards={targets}
        value={action.to === 'file' ? 'file' : (action.pool ?? usual)}
        onChange={(chosen) => {
          const pool = pools.find(({ id }) => id === chosen);
          const to = chosen === 'file' ? 'file' : pool?.health === 'unknown' ? undefined : 'lvm';
          onChange({ ...action, to, pool: pool?.id });
        }}
      />
      <ChildrenOffer action={action} />
    </>
  );
}
