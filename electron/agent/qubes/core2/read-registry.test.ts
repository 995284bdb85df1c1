import { describe, expect, test } from 'vitest';
import { readRegistry, readRegistryText } from './read-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';
import type { RegisteredVm, RegistryContents } from '../vm-registry.ts';

const path = '/var/lib/qubes/qubes.xml';

function contentsOf(text: string): RegistryContents {
  const registry = readRegistryText(path, text);
  if (!registry.ok) throw new Error(`line ${registry.error.line}: ${registry.error.detail}`);
  return registry.value.contents;
}

/** The first VM of a registry that also has a template, number 1, and dom0. */
function vmOf(element: string, root = ''): RegisteredVm | undefined {
  return contentsOf(
    `<QubesVmCollection ${root}>${element}<QubesTemplateVm qid="1" name="fc20"/><QubesNetVm qid="2" name="netvm"/>` +
      `<QubesTemplateHVm qid="4" name="win7"/></QubesVmCollection>`,
  ).vms[0];
}

function damageOf(text: string): unknown {
  const registry = readRegistryText(path, text);
  return registry.ok ? 'none' : registry.error;
}

describe('the example of the patched core-2', () => {
  const contents = contentsOf(exampleRegistry);

  test('gives every VM with its class and storage type', () => {
    expect(contents.vms.map((vm) => [vm.name, vm.class, vm.storageType, vm.template])).toEqual([
      ['dom0', 'AdminVM', 'file', null],
      ['fedora-20-x64', 'TemplateVM', 'file', null],
      ['netvm', 'NetVM', 'file', 'fedora-20-x64'],
      ['fc20', 'TemplateVM', 'lvm', null],
      ['work', 'AppVM', 'lvm', 'fc20'],
      ['disp7', 'DispVM', 'file', 'fedora-20-x64'],
    ]);
  });

  test('gives the rest of a VM', () => {
    expect(contents.vms[4]).toEqual({
      name: 'work',
      class: 'AppVM',
      label: 'blue',
      template: 'fc20',
      netvm: null,
      storageType: 'lvm',
      autostart: true,
      isInternal: false,
      isInstalledByRpm: false,
      includeInBackups: true,
      driveVm: null,
      dirPath: '/var/lib/qubes/appvms/work',
      kernel: '3.12.23-1',
      confPath: '/var/lib/qubes/appvms/work/work.conf',
      imagePaths: expect.any(Object) as object,
      pciDevices: [],
      services: { 'meminfo-writer': true },
      recordDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(contents.vms[2]).toMatchObject({
      pciDevices: ['00:19.0'],
      services: { ntpd: false, 'meminfo-writer': false },
      isInstalledByRpm: false,
    });
  });

  test('gives the defaults, and null for one whose VM is gone', () => {
    expect(contents).toMatchObject({
      defaultTemplate: 'fedora-20-x64',
      defaultNetvm: null,
      defaultFirewallVm: 'netvm',
      updateVm: null,
      clockVm: 'netvm',
      defaultKernel: '3.12.23-1',
    });
  });

  test('tells how many more VMs there can be; a number that is referred to is taken', () => {
    expect(contents.freeNumbers).toEqual({ vms: 253 - 6, networkVms: 253 - 1 });
  });
});

describe('a VM', () => {
  test('without any optional attribute has the defaults of core-2', () => {
    expect(vmOf('<QubesAppVm qid="7" name="work"/>')).toMatchObject({
      class: 'StandaloneVM',
      label: 'red',
      template: null,
      netvm: null,
      storageType: 'file',
      autostart: false,
      isInternal: false,
      isInstalledByRpm: false,
      includeInBackups: true,
      dirPath: '/var/lib/qubes/appvms/work',
      kernel: null,
      pciDevices: [],
      services: {},
    });
  });

  test.each([
    ['QubesAdminVm', 'AdminVM', 'servicevms', 'black'],
    ['QubesTemplateVm', 'TemplateVM', 'vm-templates', 'black'],
    ['QubesTemplateHVm', 'TemplateHVM', 'vm-templates', 'black'],
    ['QubesNetVm', 'NetVM', 'servicevms', 'red'],
    ['QubesProxyVm', 'ProxyVM', 'servicevms', 'red'],
    ['QubesAppVm', 'StandaloneVM', 'appvms', 'red'],
    ['QubesHVm', 'HVM', 'appvms', 'red'],
  ])('%s is a %s in %s', (element, vmClass, parent, label) => {
    const vm = vmOf(`<${element} qid="7" name="x"/>`);
    expect(vm).toMatchObject({ class: vmClass, dirPath: `/var/lib/qubes/${parent}/x`, label });
  });

  test.each(['none', 'None', 'NONE'])('has no template with template_qid="%s"', (none) => {
    expect(vmOf(`<QubesAppVm qid="7" name="x" template_qid="${none}"/>`)?.class).toBe('StandaloneVM');
  });

  test('follows the default NetVM only where it says so, whatever its own is', () => {
    const root = 'default_netvm="2"';
    const netvmOf = (attributes: string): unknown => vmOf(`<QubesAppVm qid="7" name="x" ${attributes}/>`, root)?.netvm;
    expect(netvmOf('netvm_qid="none" uses_default_netvm="true"')).toBe('netvm');
    expect(netvmOf('netvm_qid="none" uses_default_netvm="False"')).toBeNull();
    expect(netvmOf('netvm_qid="2"')).toBe('netvm');
    expect(vmOf('<QubesProxyVm qid="7" name="x" uses_default_netvm="True"/>', root)?.netvm).toBeNull();
  });

  test.each([
    ['kernel="4.1" uses_default_kernel="False"', '4.1'],
    ['kernel="4.1" uses_default_kernel="True"', '3.12'],
    ['kernel="4.1"', '3.12'],
    ['kernel="None" uses_default_kernel="False"', null],
  ])('with %s boots %s', (attributes, kernel) => {
    const vm = vmOf(`<QubesAppVm qid="7" name="x" ${attributes}/>`, 'default_kernel="3.12"');
    expect(vm?.kernel).toBe(kernel);
  });

  test('that is an HVM boots no kernel of dom0', () => {
    expect(vmOf('<QubesHVm qid="7" name="x"/>', 'default_kernel="3.12"')?.kernel).toBeNull();
  });

  test('installed by RPM is left out of backups unless it says otherwise', () => {
    const included = (attributes: string): unknown =>
      vmOf(`<QubesTemplateVm qid="7" name="x" installed_by_rpm="TRUE" ${attributes}/>`)?.includeInBackups;
    expect(included('')).toBe(false);
    expect(included('include_in_backups="1"')).toBe(true);
  });

  test('has its folder where it says, without a slash at the end', () => {
    expect(vmOf('<QubesAppVm qid="7" name="x" dir_path="/elsewhere/x/"/>')?.dirPath).toBe('/elsewhere/x');
  });

  test('of a later core is read: numbers above 253, a name with a dot, pool and uuid', () => {
    const vm = vmOf(
      '<QubesHVm qid="612" name="win.7" template_qid="4" pool_name="default" uuid="x" storage_type="lvm"/>',
    );
    expect(vm).toMatchObject({ name: 'win.7', template: 'win7', storageType: 'lvm' });
  });

  test('has a digest of its own that tells of attributes unknown to us, and of nothing else', () => {
    const digest = (element: string, root = ''): unknown => vmOf(element, root)?.recordDigest;
    const plain = digest('<QubesAppVm qid="7" name="x"/>');
    expect(digest('<QubesAppVm qid="7" name="x"/>', 'clockvm="2"')).toBe(plain);
    expect(digest('<QubesAppVm qid="7" name="x" future="1"/>')).not.toBe(plain);
    expect(digest('<QubesAppVm qid="7" name="x"><!-- --></QubesAppVm>')).not.toBe(plain);
  });
});

describe('the file', () => {
  test.each(['', '<?xml version="1.0" encoding="UTF-8"?>\n', "<?xml version='1.0' encoding='us-ascii'?>", '\uFEFF'])(
    'may begin with "%s"',
    (start) => expect(contentsOf(start + exampleRegistry).vms).toHaveLength(6),
  );

  test('may hold elements and comments that we know nothing of', () => {
    const text = exampleRegistry.replace(
      '<QubesNetVm',
      '<!-- <QubesAppVm --><Other qid="9"><QubesAppVm/></Other><QubesNetVm',
    );
    expect(contentsOf(text).vms).toHaveLength(6);
  });

  test('has a digest that changes with any byte', () => {
    expect(contentsOf(`${exampleRegistry}\n`).digest).not.toBe(contentsOf(exampleRegistry).digest);
  });
});

describe('damage is named with its place:', () => {
  const inside = (content: string, root = ''): string =>
    `<QubesVmCollection ${root}>\n${content}\n</QubesVmCollection>`;
  test.each([
    ['an empty file', '', 1, /root element/],
    ['only spaces', ' \n \n', 3, /root element/],
    ['zeros, as after a power cut', `${exampleRegistry.slice(0, 300)}${'\0'.repeat(64)}`, 2, /disallowed character/],
    ['another root', '<qubes>\n</qubes>', 1, /QubesVmCollection/],
    ['text behind the root', '<QubesVmCollection/>\nx', 2, /text data outside of root/],
    ['an encoding that is not ours', '<?xml version="1.0" encoding="latin1"?>\n<QubesVmCollection/>', 1, /latin1/],
    ['an attribute twice', inside('<QubesAppVm qid="7" qid="7" name="x"/>'), 2, /duplicate attribute/],
    ['no name', inside('<QubesAppVm qid="7"/>'), 2, /name is missing/],
    ['a name that is a path', inside('<QubesAppVm qid="7" name="../x"/>'), 2, /no name/],
    ['no number', inside('<QubesAppVm name="x"/>'), 2, /qid is missing/],
    ['a number that is none', inside('<QubesAppVm qid="None" name="x"/>'), 2, /no number/],
    ['a number that is a word', inside('<QubesAppVm qid="x7" name="x"/>'), 2, /x7/],
    ['two of a name', inside('<QubesAppVm qid="7" name="x"/>\n<QubesHVm qid="8" name="x"/>'), 3, /two VMs named x/],
    [
      'two of a number',
      inside('<QubesAppVm qid="7" name="x"/>\n<QubesHVm qid="07" name="y"/>'),
      3,
      /two VMs numbered 7/,
    ],
    ['an unknown storage type', inside('<QubesAppVm qid="7"\nname="x"\nstorage_type="zfs"/>'), 4, /"zfs".*file, lvm/],
    ['an empty storage type', inside('<QubesAppVm qid="7" name="x" storage_type=""/>'), 2, /storage_type/],
    ['a storage type in capitals', inside('<QubesAppVm qid="7" name="x" storage_type="LVM"/>'), 2, /storage_type/],
    ['an unknown label', inside('<QubesAppVm qid="7" name="x" label="pink"/>'), 2, /pink/],
    ['an unclear boolean', inside('<QubesAppVm qid="7" name="x" autostart="constructor"/>'), 2, /autostart/],
    [
      'a template that is gone',
      inside('<QubesAppVm qid="7" name="x" template_qid="1"/>'),
      2,
      /not the number of a template/,
    ],
    [
      'a template that is none',
      inside('<QubesAppVm qid="7" name="x" template_qid="7"/>'),
      2,
      /not the number of a template/,
    ],
    ['a folder that is not absolute', inside('<QubesAppVm qid="7" name="x" dir_path="appvms/x"/>'), 2, /dir_path/],
    ['a folder that climbs', inside('<QubesAppVm qid="7" name="x" dir_path="/a/../../x"/>'), 2, /dir_path/],
    ['code for a list', inside('<QubesAppVm qid="7" name="x" pcidevs="exit()"/>'), 2, /pcidevs, character 1/],
    ['a dict for a list', inside('<QubesAppVm qid="7" name="x" pcidevs="{}"/>'), 2, /no list of strings/],
    ['a list for a dict', inside('<QubesAppVm qid="7" name="x" services="[]"/>'), 2, /services/],
    ['a service that is a word', inside(`<QubesAppVm qid="7" name="x" services="{'a': 'b'}"/>`), 2, /services/],
    ['a default that is a word', inside('', 'default_template="fc20"'), 1, /fc20/],
  ])('%s', (_, text, line, detail) => {
    expect(damageOf(text)).toMatchObject({ line, detail: expect.stringMatching(detail) as string });
  });

  test('the column is that of the value', () => {
    expect(damageOf(inside('<QubesAppVm qid="7" name="x" storage_type="zfs"/>'))).toMatchObject({
      line: 2,
      column: 44,
    });
  });

  test('bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('<QubesVmCollection>\n<!-- é -->\n<!-- '),
      Buffer.from([0xe9]),
      Buffer.from(' -->'),
    ]);
    expect(readRegistry(path, bytes)).toMatchObject({ ok: false, error: { line: 3, detail: 'not valid UTF-8' } });
  });

  test('a file cut off anywhere before its end', () => {
    const bytes = Buffer.from(exampleRegistry.trimEnd());
    for (let length = 0; length < bytes.length; length += 97) {
      expect(readRegistry(path, bytes.subarray(0, length))).toMatchObject({
        ok: false,
        error: { line: expect.any(Number) as number, detail: expect.stringMatching(/./) as string },
      });
    }
  });
});
