import type { VmName } from '#shared/domain/ids.ts';
import { hasAutostartDrift } from '#shared/rules/autostart-drift.ts';
import { hasOwnVolumes } from '#shared/rules/migrate-blockers.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { NewFinding } from '../storage/storage-checks.ts';

/** Where systemd will do something else at boot than what is registered. */
export function autostartFindings(vms: readonly RegisteredVm[], links: ReadonlySet<VmName>): readonly NewFinding[] {
  const differing = vms.filter((vm) => {
    const { name, autostart } = vm;
    return hasOwnVolumes(vm) && hasAutostartDrift({ autostart, hasAutostartLink: links.has(name) });
  });
  const gone = [...links].filter((link) => !vms.some(({ name }) => name === link));
  return [
    ...differing.map(({ name, autostart }): NewFinding => {
      return { code: 'autostart-differs', vm: name, identity: name, isRegistered: autostart };
    }),
    ...gone.map((vm): NewFinding => ({ code: 'autostart-link-orphan', vm, identity: vm })),
  ];
}
