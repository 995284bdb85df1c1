/** Root, private, volatile and kernel modules: the VM's own disks, whether or not it has all of them. */
const own: readonly string[] = ['xvda', 'xvdb', 'xvdc', 'xvdd'];

/** In the order in which Qubes gives them out. */
export const frontendsForDevices: readonly string[] = [
  ...['xvdi', 'xvdj', 'xvdk', 'xvdl', 'xvdm', 'xvdn', 'xvdo', 'xvdp'],
  ...['xvde', 'xvdf', 'xvdg', 'xvdh'],
];

export const isOwnFrontend = (frontend: string): boolean => own.includes(frontend);
export const isFrontend = (text: string): boolean => isOwnFrontend(text) || frontendsForDevices.includes(text);

/** undefined when a VM has as many devices as it can have. */
export const nextFrontend = (used: ReadonlySet<string>): string | undefined =>
  frontendsForDevices.find((frontend) => !used.has(frontend));
