import type { Blocker } from '../domain/blocker.ts';
import type { Vm } from '../domain/vm.ts';

/** The VMs that run from this template's root, which has to stay what and where it is for so long. */
export const childBlockers = (template: Pick<Vm, 'name'>, vms: readonly Vm[]): readonly Blocker[] =>
  vms
    .filter((vm) => vm.template === template.name && vm.power !== 'halted')
    .map((child) => ({ code: 'child-running', vm: template.name, child: child.name }));
