/** What the command line says of the sandbox. */
export const sandboxText = {
  starting: 'Starting the sandbox',
  created: (dir: string): string => `The sandbox is made: ${dir}`,
  started: (dir: string): string => `The sandbox runs, until: qubes-storage sandbox stop  (${dir})`,
  stopped: (dir: string): string => `The sandbox is powered off: ${dir}`,
  destroyed: (dir: string): string => `The sandbox is removed: ${dir}`,
  status: (state: string, dir: string, pid: number | null): string =>
    `${state}${pid === null ? '' : `, process ${pid}`}: ${dir}`,
} as const;
