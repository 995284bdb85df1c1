/** In the order in which Qubes gives them out. All others are a VM's own: root, private, volatile and kernel modules first. */
export const frontendsForDevices: readonly string[] = [
  ...['xvdi', 'xvdj', 'xvdk', 'xvdl', 'xvdm', 'xvdn', 'xvdo', 'xvdp'],
  ...['xvde', 'xvdf', 'xvdg', 'xvdh'],
];

export const isForDevices = (frontend: string): boolean => frontendsForDevices.includes(frontend);

/** undefined when a VM has as many devices as it can have. */
export const nextFrontend = (used: ReadonlySet<string>): string | undefined =>
  frontendsForDevices.find((frontend) => !used.has(frontend));
