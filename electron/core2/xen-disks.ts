/**
 * The entries of Xen's disk list, as core-2 writes them (facts/qubes-r2.md §3.1, §4.2). In the guest `xvda` is root and `xvdb`
 * private; an image file goes through a loop device, anything in /dev as it is.
 */
type Frontend = 'xvda' | 'xvdb' | 'xvdc' | 'xvdd';

export const xenDisk = (path: string, frontend: Frontend, mode: 'r' | 'w'): string =>
  `${path.startsWith('/dev/') ? 'phy' : 'script:file'}:${path},${frontend},${mode}`;

const withChanges = (dir: string): string => `${dir}/root.img:${dir}/root-cow.img`;

/** The root of a template on image files: what it overwrites is kept for the VMs that run on it. */
export const originDisk = (dir: string): string => `script:origin:${withChanges(dir)},xvda,w`;

/** The root of a VM on a template on image files: it keeps its own changes in its volatile image. */
export const snapshotDisk = (templateDir: string): string => `script:snapshot:${withChanges(templateDir)},xvda,r`;

/** The same for an HVM, which knows nothing of volatile images: dom0 does it. */
export const hvmSnapshotDisk = (templateDir: string, dir: string): string =>
  `script:snapshot:${templateDir}/root.img:${dir}/volatile.img,xvda,w`;
