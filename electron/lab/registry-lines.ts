/** `qubes.xml` has a line for each VM: what a test expects of one of them, every other byte staying as it is. */
const isOf = (line: string, vm: string): boolean => line.includes(` name="${vm}" `);

/** As a rename leaves it. */
export const withName = (registry: string, vm: string, name: string): string =>
  registry
    .split('\n')
    .map((line) =>
      isOf(line, vm)
        ? line
            .replace(` name="${vm}"`, ` name="${name}"`)
            .replace(new RegExp(`(dir_path="[^"]*/)${vm}"`), `$1${name}"`)
            .replace(` conf_file="${vm}.conf"`, ` conf_file="${name}.conf"`)
        : line,
    )
    .join('\n');

export const withoutVms = (registry: string, ...vms: readonly string[]): string =>
  registry
    .split('\n')
    .filter((line) => !vms.some((vm) => isOf(line, vm)))
    .join('\n');
