/**
 * The entries of Xen's disk list, as core-2 writes them (facts/qubes-r2.md §3.1, §4.2). In the guest `xvda` is root and `xvdb`
 * private; an image file goes through a loop device, anything in /dev as it is.
 */
type Mode = 'r' | 'w';

export const xenDisk = (path: string, frontend: string, mode: Mode): string =>
  `${path.startsWith('/dev/') ? 'phy' : 'script:file'}:${path},${frontend},${mode}`;

/** Two files that Xen's hotplug script makes one device of. */
export const layeredDisk = (
  kind: 'origin' | 'snapshot',
  { path, cowPath }: { readonly path: string; readonly cowPath: string },
  frontend: string,
  mode: Mode,
): string => `script:${kind}:${path}:${cowPath},${frontend},${mode}`;

const rootWithChanges = (dir: string) => ({ path: `${dir}/root.img`, cowPath: `${dir}/root-cow.img` });

/** The root of a template on image files: what it overwrites is kept for the VMs that run on it. */
export const originDisk = (dir: string): string => layeredDisk('origin', rootWithChanges(dir), 'xvda', 'w');

/** The root of a VM on a template on image files: it keeps its own changes in its volatile image. */
export const snapshotDisk = (templateDir: string): string =>
  layeredDisk('snapshot', rootWithChanges(templateDir), 'xvda', 'r');

/** The same for an HVM, which knows nothing of volatile images: dom0 does it. */
export const hvmSnapshotDisk = (templateDir: string, dir: string): string =>
  layeredDisk('snapshot', { path: `${templateDir}/root.img`, cowPath: `${dir}/volatile.img` }, 'xvda', 'w');
