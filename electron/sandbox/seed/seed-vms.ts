import { join, relative } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';
import { mib } from '#shared/base/bytes.ts';

type Element = 'QubesTemplateVm' | 'QubesNetVm' | 'QubesProxyVm' | 'QubesAppVm' | 'QubesHVm';

/** What a VM of the example dom0 has beyond what its kind gives it. */
export interface SeedVm {
  readonly qid: number;
  readonly name: string;
  readonly element: Element;
  /** `copy` is a root image of its own, made like the template's; `own` is made for this VM alone. */
  readonly root: 'none' | 'made' | 'copy' | 'partitioned';
  readonly label: string;
  readonly templateQid: number | null;
  readonly netvmQid: number | null;
  /** Only network VMs have one. */
  readonly netid: number | null;
  readonly isAutostarted: boolean;
  readonly isInternal: boolean;
  readonly isInstalledByRpm: boolean;
  /** How much there is in its private image. */
  readonly homeBytes: Bytes;
}

const appVm = {
  element: 'QubesAppVm',
  root: 'none',
  label: 'red',
  templateQid: 1,
  netvmQid: 3,
  netid: null,
  isAutostarted: false,
  isInternal: false,
  isInstalledByRpm: false,
  homeBytes: mib(10),
} as const satisfies Partial<SeedVm>;

const template = { ...appVm, element: 'QubesTemplateVm', label: 'black', templateQid: null } as const;
const service = { ...appVm, netvmQid: null, isAutostarted: true } as const;

/** The dom0 of the README that this program began with, in the order of qid. */
export const seedVms: readonly SeedVm[] = [
  { ...template, qid: 1, name: 'fedora-20-x64', root: 'made', isInstalledByRpm: true },
  { ...service, qid: 2, name: 'netvm', element: 'QubesNetVm', netid: 1 },
  { ...service, qid: 3, name: 'firewallvm', element: 'QubesProxyVm', label: 'green', netvmQid: 2, netid: 2 },
  { ...template, qid: 4, name: 'fc20', root: 'copy' },
  { ...appVm, qid: 5, name: 'work', label: 'blue', homeBytes: mib(40) },
  { ...appVm, qid: 6, name: 'personal', label: 'yellow', templateQid: 4, homeBytes: mib(30) },
  { ...appVm, qid: 7, name: 'untrusted', homeBytes: mib(16) },
  { ...appVm, qid: 8, name: 'dev-box', label: 'purple', root: 'copy', templateQid: null, homeBytes: mib(24) },
  { ...appVm, qid: 9, name: 'win7', element: 'QubesHVm', label: 'orange', root: 'partitioned', templateQid: null },
  { ...appVm, qid: 10, name: 'fedora-20-x64-dvm', label: 'gray', isInternal: true },
];

export const defaultTemplateQid = 1;
export const kernelVersion = '3.12.23-1';
export const qubesDir = '/var/lib/qubes';
export const kernelDir = `${qubesDir}/vm-kernels/${kernelVersion}`;

/** Where each kind keeps its VMs, below /var/lib/qubes. */
const kindDirs: Readonly<Record<Element, string>> = {
  QubesTemplateVm: 'vm-templates',
  QubesNetVm: 'servicevms',
  QubesProxyVm: 'servicevms',
  QubesAppVm: 'appvms',
  QubesHVm: 'appvms',
};

export const vmDir = (vm: SeedVm): string => `${qubesDir}/${kindDirs[vm.element]}/${vm.name}`;

export function vmByQid(qid: number): SeedVm {
  const vm = seedVms.find((candidate) => candidate.qid === qid);
  if (vm === undefined) throw new Error(`The example has no VM with qid ${qid}.`);
  return vm;
}

/** Where the root image is that the others of the example are copies of. */
export const rootSourceDir = vmDir(vmByQid(defaultTemplateQid));

/** Where a path of dom0 below /var/lib/qubes is while the tree of the example is still a folder of the host. */
export const inTree = (treeDir: string, path: string): string => join(treeDir, relative(qubesDir, path));

/** The directory of the images that a VM's root is read from: its own or its template's. */
export const rootDir = (vm: SeedVm): string => vmDir(vm.templateQid === null ? vm : vmByQid(vm.templateQid));
