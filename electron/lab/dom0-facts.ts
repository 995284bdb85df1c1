import type { LabBox } from './lab-box.ts';

/**
 * Everything in dom0 that a job may change, as text to compare: the registry's bytes, every logical volume with its tags,
 * and of every image its inode, size, blocks and times, the one of its last change included.
 */
export const dom0Facts = (box: LabBox): Promise<string> =>
  box.sh(`
    cat /var/lib/qubes/qubes.xml
    lvs --all --noheadings --options=vg_name,lv_name,lv_uuid,lv_size,lv_tags 2>&1 || true
    find /var/lib/qubes -name '*.img*' -printf '%p %i %s %b %T@ %C@\\n' | sort
  `);

export const registryText = (box: LabBox): Promise<string> => box.sh('cat /var/lib/qubes/qubes.xml');

/** Of every image of a VM: bytes, place and times, the one of its last change included. */
export const imageFacts = (box: LabBox, vmDir: string): Promise<string> =>
  box.sh(`cd ${vmDir} && stat --format='%n %i %s %b %y %z' *.img`);

/** Names of logical volumes in `qubes_dom0` with their tags, lvm2's own left out. */
export async function volumesWithTags(box: LabBox): Promise<Readonly<Record<string, readonly string[]>>> {
  const text = await box.sh("lvs --noheadings --separator=' ' --options=lv_name,lv_tags qubes_dom0");
  const rows = text.split('\n').map((line) => {
    const [name = '', tags = ''] = line.trim().split(' ');
    return [name, tags.split(',').sort()] as const;
  });
  return Object.fromEntries(rows.filter(([name]) => name !== '' && name !== 'pool0'));
}

/** The registry with the one attribute changed that a migration changes. */
export function withStorageType(registry: string, vm: string, storageType: string): string {
  const lines = registry.split('\n').map((line) => {
    const isOfVm = line.includes(` name="${vm}" `);
    return isOfVm ? line.replace(/ storage_type="[a-z]+"/, ` storage_type="${storageType}"`) : line;
  });
  return lines.join('\n');
}
