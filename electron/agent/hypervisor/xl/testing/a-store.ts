/** A disk as the block hotplug script of Xen 4.1 leaves it in the store (facts/qubes-r2.md §5.10). */
export interface DiskFacts {
  readonly backend?: number;
  readonly domain: number;
  readonly number: number;
  readonly dev: string;
  readonly params: string;
  readonly physicalDevice?: string;
  readonly mode?: 'r' | 'w';
  readonly state?: number;
  /** core-2's own scripts write where the device is that they have made. */
  readonly node?: string;
}

const diskLines = ({
  backend = 0,
  domain,
  number,
  dev,
  params,
  physicalDevice,
  mode = 'w',
  state = 4,
  node,
}: DiskFacts) => {
  const folder = `/local/domain/${backend}/backend/vbd/${domain}/${number}`;
  return [
    `${folder} = ""`,
    `${folder}/frontend = "/local/domain/${domain}/device/vbd/${number}"`,
    `${folder}/params = "${params}"`,
    `${folder}/frontend-id = "${domain}"`,
    `${folder}/online = "1"`,
    `${folder}/removable = "0"`,
    `${folder}/bootable = "1"`,
    `${folder}/state = "${state}"`,
    `${folder}/dev = "${dev}"`,
    `${folder}/type = "phy"`,
    `${folder}/mode = "${mode}"`,
    ...(physicalDevice === undefined ? [] : [`${folder}/physical-device = "${physicalDevice}"`]),
    ...(node === undefined ? [] : [`${folder}/node = "${node}"`]),
    `${folder}/hotplug-status = "connected"`,
  ];
};

/** What `xenstore-ls -f /local/domain` prints. */
export const aStore = (names: Readonly<Record<number, string>>, disks: readonly DiskFacts[]): string =>
  [
    '/local/domain/0 = ""',
    '/local/domain/0/vm = "/vm/00000000-0000-0000-0000-000000000000"',
    '/local/domain/0/name = "Domain-0"',
    ...disks.filter(({ backend = 0 }) => backend === 0).flatMap(diskLines),
    ...Object.entries(names).flatMap(([id, name]) => [
      `/local/domain/${id} = ""`,
      `/local/domain/${id}/vm = "/vm/5b6b3a9f-0000-4000-8000-00000000000${id}"`,
      `/local/domain/${id}/name = "${name}"`,
      `/local/domain/${id}/device/vbd/51712/state = "4"`,
      ...disks.filter(({ backend }) => backend === Number(id)).flatMap(diskLines),
    ]),
    '',
  ].join('\n');
