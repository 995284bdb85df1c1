import { chmod, chown, cp, mkdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { firewallRules } from '../../../core2/firewall-rules.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { CreatedFolder } from '../vm-folders.ts';
import { copyEntries } from './copied-entries.ts';
import { createdConf } from './created-conf.ts';
import { elementOfClass } from './element-classes.ts';
import { isThere } from './is-there.ts';
import { makeRootCow } from './root-cow.ts';
import { shareFile, writeSharedFile } from './shared-files.ts';
import { packImage, volatileTar } from './tar-commands.ts';
import { makeVolatile, unpackVolatile } from './volatile.ts';

/** Fills the folder of a new VM with all but its own volumes (facts/qubes-r2.md §2.2, §3.3). Run again, it makes everything anew. */
export async function fillCreatedFolder(
  folder: CreatedFolder,
  dir: string,
  { runner, kernelsDir }: { readonly runner: CommandRunner; readonly kernelsDir: string },
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const { vm, template, volumes } = folder;
  const { isTemplate, hasKernel } = elementOfClass(vm.class);
  if (isTemplate && template !== null) {
    const copied = await copyEntries(template.dirPath, dir, signal);
    if (!copied.ok) return copied;
  }
  const rules = join(dir, 'firewall.xml');
  if (!(await isThere(rules))) await writeSharedFile(rules, firewallRules(vm.class === 'TemplateVM'));
  await rm(join(dir, 'icon.png'), { force: true });
  await symlink(`/usr/share/icons/hicolor/128x128/devices/appvm-${vm.label}.png`, join(dir, 'icon.png'));
  await writeSharedFile(join(dir, `${vm.name}.conf`), createdConf(folder, kernelsDir));
  if (vm.class === 'StandaloneVM') await copyKernel(folder, dir, kernelsDir);
  if (vm.class === 'TemplateVM') await makeRootCow(dir, vm.storageType, volumes);
  return hasKernel ? addVolatile(folder, dir, runner) : done;
}

/** A standalone can boot with a kernel of its own: it is handed the one that its template boots with. */
async function copyKernel({ template, defaultKernel }: CreatedFolder, dir: string, kernelsDir: string): Promise<void> {
  const version = template === null ? defaultKernel : template.kernel;
  const own = template === null ? null : join(template.dirPath, 'kernels');
  const from = version === null ? own : join(kernelsDir, version);
  if (from === null || !(await isThere(from))) return;
  await mkdir(join(dir, 'kernels'), { recursive: true });
  await chmod(join(dir, 'kernels'), 0o770);
  await cp(from, join(dir, 'kernels'), { recursive: true });
}

/** As its template hands it out, whose root is as large; and for a root that is new, a new one. */
async function addVolatile(
  { vm, template, volumes }: CreatedFolder,
  dir: string,
  runner: CommandRunner,
): Promise<Result<void, Failure>> {
  const tar = template === null ? null : join(template.dirPath, volatileTar);
  if (tar !== null && (await isThere(tar))) return unpackVolatile(runner, tar, dir);
  const root = volumes.find(({ role }) => role === 'root');
  if (root === undefined) return done;
  await makeVolatile(dir, root.sizeBytes);
  if (vm.class !== 'TemplateVM') return done;
  // As whose it is packed, it is when core-2 unpacks it as root.
  const { uid, gid } = await stat(dir);
  await chown(join(dir, 'volatile.img'), uid, gid);
  const packed = await runner.run(packImage(dir, volatileTar, 'volatile.img'));
  if (!packed.ok) return packed;
  await shareFile(join(dir, volatileTar));
  return done;
}
