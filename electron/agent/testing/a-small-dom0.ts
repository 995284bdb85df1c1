import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from '#shared/base/result.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import { lookAround } from '../inventory/look-around.ts';
import type { World } from '../inventory/world.ts';
import { timestampNow } from '../job-parts.ts';
import type { WholeVmPorts } from '../operations/whole-vm-ports.ts';
import { Core2Confs } from '../qubes/core2/core2-confs.ts';
import { Core2FolderMover } from '../qubes/core2/core2-folder-mover.ts';
import { moveDvmLinks } from '../qubes/core2/dvm-links.ts';
import { QubesXmlRegistry } from '../qubes/core2/qubes-xml-registry.ts';
import { FileStorage } from '../storage/file/file-storage.ts';
import { usedBytesUnder } from '../storage/file/used-bytes-under.ts';
import { LvmOwnedVolumes } from '../storage/lvm/lvm-owned-volumes.ts';
import { LvmStorage } from '../storage/lvm/lvm-storage.ts';
import { roleTag, vmTag } from '../storage/lvm/ownership-tags.ts';
import { revisionTag } from '../storage/lvm/session-tags.ts';
import { FakeLvm } from '../storage/lvm/testing/fake-lvm.ts';
import { NamingFile } from '../storage/naming-file.ts';
import type { ChosenNaming } from '../storage/volume-naming.ts';
import { AutostartLinks } from '../systemd/autostart-links.ts';
import { PowerSupply } from './power-supply.ts';

const element = (tag: string, qid: number, name: string, parent: string, more: string): string =>
  `  <${tag} qid="${qid}" name="${name}" dir_path="DIR/${parent}/${name}" conf_file="${name}.conf" ${more}/>\n`;

const registryText =
  '<QubesVmCollection default_template="1" default_netvm="None" default_fw_netvm="None" updatevm="None" clockvm="None">\n' +
  element('QubesAdminVm', 0, 'dom0', 'servicevms', 'template_qid="none"') +
  element('QubesTemplateVm', 1, 'fc20', 'vm-templates', 'template_qid="none" storage_type="lvm" autostart="True"') +
  element('QubesAppVm', 2, 'work', 'appvms', 'template_qid="1" storage_type="lvm"') +
  element(
    'QubesAppVm',
    3,
    'mail',
    'appvms',
    'template_qid="1" storage_type="file" root_img="DIR/vm-templates/fc20/root.img"',
  ) +
  '</QubesVmCollection>\n';

const files: Readonly<Record<string, string>> = {
  'qubes.xml': registryText,
  'vm-templates/fc20/fc20.conf': `name = "fc20"\ndisk = ['phy:/dev/qubes_dom0/fc20-root,xvda,w','script:file:DIR/vm-templates/fc20/volatile.img,xvdc,w',]\n`,
  'vm-templates/fc20/root.img': 'kept since the migration',
  'vm-templates/fc20/apps/fc20-firefox.desktop': '',
  'appvms/work/work.conf': `name = "work"\ndisk = ['phy:/dev/qubes_dom0/work-root,xvda,w','phy:/dev/qubes_dom0/work-private,xvdb,w',]\n`,
  'appvms/mail/mail.conf': `name = "mail"\ndisk = ['script:snapshot:DIR/vm-templates/fc20/root.img:DIR/vm-templates/fc20/root-cow.img,xvda,r',]\n`,
  'appvms/mail/private.img': 'mails',
  'wants/crond.service': '',
  'volume-names': 'NAME-VOLUME\n',
};

/** Everything is halted. */
const noGuests = {
  powerStates: () => Promise.resolve(ok(new Map())),
  rootVersions: () => Promise.resolve(ok(new Map())),
} as Partial<Hypervisor> as Hypervisor;

/**
 * A dom0 of a template and two VMs in a folder of the host: real files, registry and links, logical volumes of paper. Every
 * change goes through `power`.
 */
export class SmallDom0 {
  readonly dir: string;
  readonly lvm = new FakeLvm();
  readonly power = new PowerSupply();
  readonly ports: WholeVmPorts & { readonly naming: ChosenNaming };
  readonly #runner: CommandRunner;

  private constructor(dir: string, naming: ChosenNaming) {
    this.dir = dir;
    this.#runner = {
      run: (command) => {
        if (command.program !== '/usr/sbin/lvs') this.power.use();
        return this.lvm.run(command);
      },
      startDetached: () => Promise.reject(new Error('storage starts nothing that stays')),
    };
    this.ports = {
      registry: this.power.over(new QubesXmlRegistry(join(dir, 'qubes.xml')), 'edit'),
      hypervisor: { ...noGuests },
      naming: this.power.over(naming, 'choose'),
      savefileInUse: () => Promise.resolve(undefined),
      usedBytesUnder,
      owned: new LvmOwnedVolumes(this.#runner),
      mover: this.power.over(new Core2FolderMover(dir), 'claim', 'letGo', 'move', 'moveBack', 'removeClaimed'),
      confs: this.power.over(new Core2Confs(), 'rename', 'rewrite'),
      links: this.power.over(new AutostartLinks(join(dir, 'wants')), 'hand'),
      moveDvmLinks: (fromDir, toDir) => {
        this.power.use();
        return moveDvmLinks(dir, fromDir, toDir);
      },
    };
  }

  static async make(): Promise<SmallDom0> {
    const dir = await mkdtemp(join(tmpdir(), 'qsm-dom0-'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(dir, path, '..'), { recursive: true });
      await writeFile(join(dir, path), text.replaceAll('DIR', dir));
    }
    await mkdir(join(dir, 'dvmdata'));
    await symlink(join(dir, 'vm-templates/fc20/root.img'), join(dir, 'dvmdata/savefile-root'));
    await symlink('/usr/lib/systemd/system/qubes-vm@.service', join(dir, 'wants/qubes-vm@fc20.service'));
    const dom0 = new SmallDom0(dir, await NamingFile.read(join(dir, 'volume-names')));
    const tags = (vm: string, role: 'root' | 'private') => [roleTag(role), vmTag(vm as VmName)];
    dom0.lvm.add('fc20-root', tags('fc20', 'root'), 'root');
    dom0.lvm.add('fc20-root.rev-2', [...tags('fc20', 'root'), revisionTag(2)], 'older root');
    // As the original patch set left it.
    dom0.lvm.add('fc20-private', [], 'private');
    dom0.lvm.add('work-private', tags('work', 'private'), 'work');
    return dom0;
  }

  look(): Promise<World> {
    const { registry, hypervisor, links } = this.ports;
    const storage = {
      file: new FileStorage(this.#runner, this.dir),
      lvm: new LvmStorage(this.#runner, 1, this.ports.naming),
    };
    return lookAround({ registry, storage, hypervisor, autostartLinks: () => links.list(), now: timestampNow });
  }

  /** Every file with what is in it, and every volume with its tags. */
  async everything(): Promise<Readonly<Record<string, unknown>>> {
    const found: Record<string, unknown> = {};
    for (const entry of await readdir(this.dir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const text = entry.isSymbolicLink() ? await readlink(path) : entry.isFile() ? await readFile(path, 'utf8') : '';
      found[path.slice(this.dir.length)] = text.replaceAll(this.dir, '');
    }
    for (const [name, volume] of this.lvm.volumes) found[name] = { ...volume, tags: volume.tags.toSorted() };
    return found;
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true });
  }
}
