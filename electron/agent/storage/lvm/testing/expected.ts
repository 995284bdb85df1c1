import type { VmName } from '#shared/domain/ids.ts';
import type { Expected, ExpectedVm } from '../../storage-checks.ts';

/** An AppVM on LVM. */
export const anExpectedVm = (facts: Partial<ExpectedVm> = {}): ExpectedVm => {
  const name = facts.name ?? ('work' as VmName);
  return {
    name,
    class: 'AppVM',
    template: 'fc20' as VmName,
    storageType: 'lvm',
    dirPath: `/var/lib/qubes/appvms/${name}`,
    confPath: `/var/lib/qubes/appvms/${name}/${name}.conf`,
    ...facts,
  };
};

/** A template on LVM. */
export const anExpectedTemplate = (facts: Partial<ExpectedVm> = {}): ExpectedVm =>
  anExpectedVm({ name: 'fc20' as VmName, class: 'TemplateVM', template: null, ...facts });

/** Nobody runs, and no job was ever made. */
export const anExpectation = (facts: Partial<Expected> = {}): Expected => ({
  vms: [anExpectedVm()],
  jobs: [],
  isHalted: () => true,
  ...facts,
});
