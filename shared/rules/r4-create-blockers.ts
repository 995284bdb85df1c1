import type { ActionOf } from '../domain/action.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { smallestBytes } from './create-blockers.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { newNameBlockers } from './new-name-blockers.ts';
import { templateUses } from './new-vm-classes.ts';

type Create = ActionOf<'create'>;

/** What R4 makes; what core-2 has classes for are settings there. */
const r4Classes: readonly Create['class'][] = ['AppVM', 'TemplateVM', 'StandaloneVM'];

/**
 * Why this qube may not be made on R4 now. The action names the template that is meant, the default one too; which qubes give
 * network, and the pools, are the plan's own matter.
 */
export function r4CreateBlockers(action: Create, vms: readonly Vm[], jobs: readonly Job[]): readonly Blocker[] {
  const { class: vmClass, rootImage, to, pool, isForDisposables } = action;
  if (!r4Classes.includes(vmClass)) return [{ code: 'class-not-of-r4', class: vmClass }];
  return [
    ...newNameBlockers(action.vm, vms, jobs),
    ...templateBlockers(action, vms, jobs),
    ...(rootImage === undefined ? [] : [{ code: 'not-made-so-here', option: 'root-image' } as const]),
    ...(to === undefined || pool !== undefined ? [] : [{ code: 'not-made-so-here', option: 'storage' } as const]),
    ...(isForDisposables !== true || vmClass === 'AppVM'
      ? []
      : [{ code: 'class-not-for-disposables', class: vmClass } as const]),
    ...sizeBlockers(action),
  ];
}

/** A qube that only starts from its template's root does not mind what the template does. */
function templateBlockers(action: Create, vms: readonly Vm[], jobs: readonly Job[]): readonly Blocker[] {
  const { class: vmClass } = action;
  const template = action.template ?? null;
  const use = templateUses[vmClass];
  if (template === null) return use.isNeeded ? [{ code: 'template-needed', class: vmClass }] : [];
  const found = vms.find(({ name }) => name === template);
  if (found === undefined) return [{ code: 'template-not-found', template }];
  if (found.class !== use.templateClass) {
    return [{ code: 'template-not-suited', template, templateClass: found.class, class: vmClass }];
  }
  return use.as === 'origin' ? inUseBlockers(found, jobs) : [];
}

function sizeBlockers({ class: vmClass, template = null, rootBytes, privateBytes }: Create): readonly Blocker[] {
  const isOrigin = template !== null && templateUses[vmClass].as === 'origin';
  const isBase = template !== null && !isOrigin;
  return (
    [
      ['root', rootBytes],
      ['private', privateBytes],
    ] as const
  ).flatMap(([role, size]): readonly Blocker[] => {
    if (size === undefined) return [];
    if (isBase && role === 'root') return [{ code: 'root-follows-template', template }];
    if (isOrigin) return [{ code: 'size-follows-template', role, template }];
    return size < smallestBytes ? [{ code: 'size-too-small', role, smallestBytes }] : [];
  });
}
