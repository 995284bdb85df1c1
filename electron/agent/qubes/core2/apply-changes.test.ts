import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import type { NewVm, RegistryChange } from '../vm-registry.ts';
import { applyChanges } from './apply-changes.ts';
import { readRegistryText, type Core2Registry } from './read-registry.ts';
import { arbitraryRegistry } from './testing/arbitrary-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';

const path = '/var/lib/qubes/qubes.xml';
const name = (text: string): VmName => text as VmName;

function registryOf(text: string): Core2Registry {
  const registry = readRegistryText(path, text);
  if (!registry.ok) throw new Error(`line ${registry.error.line}: ${registry.error.detail}`);
  return registry.value;
}

function changed(text: string, ...changes: readonly RegistryChange[]): string {
  const registry = applyChanges(registryOf(text), changes);
  if (!registry.ok) throw new Error(JSON.stringify(registry.error));
  return registry.value.xml.text;
}

/** Another parser's opinion: the attributes of each element, in the order of the document. */
function witness(text: string): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const document = new DOMParser({ onError: () => undefined }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
  return Array.from(document.getElementsByTagName('*'), (element: Element) => [
    element.tagName,
    Object.fromEntries(Array.from(element.attributes, (attribute) => [attribute.name, attribute.value])),
  ]);
}

const attributesOf = (text: string, vm: string): Readonly<Record<string, string>> =>
  witness(text).find(([, attributes]) => attributes['name'] === vm)?.[1] ?? {};

function isOneInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  return after.endsWith(before.slice(start));
}

const toLvm = (vm: string): RegistryChange => ({ kind: 'set', vm: name(vm), settings: { storageType: 'lvm' } });

describe('setting the storage type', () => {
  test('changes those bytes of the example and no others', () => {
    const line = exampleRegistry.split('\n').findIndex((text) => text.includes('name="fedora-20-x64"'));
    const lines = exampleRegistry.split('\n');
    lines[line] = lines[line]?.replace('storage_type="file"', 'storage_type="lvm"') ?? '';
    expect(changed(exampleRegistry, toLvm('fedora-20-x64'))).toBe(lines.join('\n'));
  });

  test('changes exactly the one value in a file of any style', () => {
    fc.assert(
      fc.property(arbitraryRegistry, (written) => {
        fc.pre(written.hasStorageType);
        const wanted = written.storageType === 'file' ? 'lvm' : 'file';
        const change: RegistryChange = { kind: 'set', vm: name('vm7'), settings: { storageType: wanted } };
        const before = written.textWith(written.storageType);
        expect(Buffer.from(changed(before, change))).toEqual(Buffer.from(written.textWith(wanted)));
      }),
      { numRuns: 300 },
    );
  });

  test('adds exactly the one attribute where it was left to its default, as another parser sees it', () => {
    fc.assert(
      fc.property(arbitraryRegistry, (written) => {
        fc.pre(!written.hasStorageType);
        const before = written.textWith('');
        const after = changed(before, toLvm('vm7'));
        const expected = witness(before).map(([tag, attributes]) =>
          tag === 'QubesAppVm' && attributes['name'] === 'vm7'
            ? [tag, { ...attributes, storage_type: 'lvm' }]
            : [tag, attributes],
        );
        expect(witness(after)).toEqual(expected);
        expect(isOneInsertion(before, after)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('imitates the attribute before the new one', () => {
    const before = "<QubesVmCollection>\n<QubesHVm\n  qid='7'\n  name='x'\n/></QubesVmCollection>";
    expect(changed(before, toLvm('x'))).toBe(
      "<QubesVmCollection>\n<QubesHVm\n  qid='7'\n  name='x'\n  storage_type='lvm'\n/></QubesVmCollection>",
    );
  });

  test('that it has already changes nothing, explicit or not', () => {
    const text = '<QubesVmCollection><QubesAppVm qid="7" name="x"/></QubesVmCollection>';
    expect(changed(text, { kind: 'set', vm: name('x'), settings: { storageType: 'file', autostart: false } })).toBe(
      text,
    );
    expect(changed(exampleRegistry, toLvm('work'))).toBe(exampleRegistry);
  });

  test('of a VM that is not there fails', () => {
    expect(applyChanges(registryOf(exampleRegistry), [toLvm('nobody')])).toEqual({
      ok: false,
      error: { code: 'vm-not-found', vm: 'nobody' },
    });
  });
});

test('every setting is written in core-2’s words', () => {
  const text = '<QubesVmCollection><QubesAppVm qid="7" name="x" autostart="False"/></QubesVmCollection>';
  const settings = {
    storageType: 'lvm',
    autostart: true,
    label: 'blue',
    isInternal: true,
    includeInBackups: false,
  } as const;
  expect(changed(text, { kind: 'set', vm: name('x'), settings })).toBe(
    '<QubesVmCollection><QubesAppVm qid="7" name="x" autostart="True" storage_type="lvm" label="blue" internal="True" ' +
      'include_in_backups="False"/></QubesVmCollection>',
  );
});

const newVm: NewVm = {
  name: name('banking'),
  class: 'AppVM',
  label: 'green',
  template: name('fc20'),
  netvm: { kind: 'default' },
  storageType: 'lvm',
  dirPath: '/var/lib/qubes/appvms/banking & "co" é',
  isInternal: false,
  includeInBackups: true,
  memoryMib: null,
  vcpus: null,
};
const adding = (vm: Partial<NewVm>): RegistryChange => ({ kind: 'add', vm: { ...newVm, ...vm } });

test('a DisposableVM has what core-2 writes of one, and nothing else', () => {
  const vm = {
    name: name('disp12'),
    number: 12,
    label: 'red',
    template: name('fedora-20-x64'),
    netvm: name('netvm'),
    firewallPath: '/var/run/qubes/disp12-firewall.xml',
  } as const;
  const after = changed(exampleRegistry, { kind: 'add-disposable', vm });
  const [element, attributes] = witness(after).find(([, { name: found }]) => found === 'disp12') ?? [];
  expect(element).toBe('QubesDisposableVm');
  const { qid, ...rest } = attributes ?? {};
  expect(Number(qid)).toBeGreaterThan(0);
  expect(rest).toEqual({
    name: 'disp12',
    dispid: '12',
    template_qid: '1',
    label: 'red',
    firewall_conf: '/var/run/qubes/disp12-firewall.xml',
    netvm_qid: '2',
  });
  expect(changed(after, { kind: 'remove', vm: name('disp12') })).toBe(exampleRegistry);
});

describe('adding a VM', () => {
  test('inserts one element, at the place of the lowest number that is free and not referred to, and keeps every other byte', () => {
    const after = changed(exampleRegistry, adding({}));
    const lines = after.split('\n');
    expect(lines.filter((_, index) => index !== 6).join('\n')).toBe(exampleRegistry);
    expect(witness(lines[6] ?? '')).toEqual([
      [
        'QubesAppVm',
        {
          qid: '6',
          name: 'banking',
          label: 'green',
          template_qid: '4',
          netvm_qid: 'none',
          uses_default_netvm: 'True',
          dir_path: '/var/lib/qubes/appvms/banking & "co" é',
          conf_file: 'banking.conf',
          firewall_conf: 'firewall.xml',
          storage_type: 'lvm',
          memory: '400',
          kernel: '3.12.23-1',
          uses_default_kernel: 'True',
          kernelopts: 'nopat',
          uses_default_kernelopts: 'True',
          services: "{'meminfo-writer': True}",
          pcidevs: '[]',
          internal: 'False',
          installed_by_rpm: 'False',
          include_in_backups: 'True',
          debug: 'False',
          default_user: 'user',
          qrexec_timeout: '60',
          autostart: 'False',
          backup_content: 'False',
          backup_size: '0',
          backup_path: '',
        },
      ],
    ]);
  });

  test('writes the attributes that an HVM has, and what is asked for', () => {
    const hvm = adding({ class: 'HVM', template: null, memoryMib: 2048, vcpus: 2, isInternal: true });
    expect(attributesOf(changed(exampleRegistry, hvm), 'banking')).toMatchObject({
      memory: '2048',
      vcpus: '2',
      internal: 'True',
      drive: 'None',
      timezone: 'localtime',
      services: "{'meminfo-writer': False}",
    });
    expect(attributesOf(changed(exampleRegistry, hvm), 'banking')).not.toHaveProperty('kernel');
  });

  test.each([
    ['NetVM', 'default_fw_netvm="6" updatevm="None" clockvm="6"'],
    ['ProxyVM', 'default_netvm="6" default_fw_netvm="None" updatevm="6"'],
    ['TemplateVM', 'default_template="6"'],
    ['AppVM', 'default_template="None" default_netvm="None"'],
  ] as const)('makes the first %s what the first one is to be', (vmClass, defaults) => {
    const nobody = exampleRegistry.replace(
      /default_template.*clockvm="2"/,
      'default_template="None" default_netvm="None" default_fw_netvm="None" updatevm="None" clockvm="None"',
    );
    const template = vmClass === 'TemplateVM' ? null : newVm.template;
    const netvm = { kind: 'none' } as const;
    expect(changed(nobody, adding({ class: vmClass, template, netvm }))).toContain(defaults);
  });

  test('leaves the defaults of the others alone where there are some', () => {
    const after = changed(exampleRegistry, adding({ class: 'TemplateVM', template: null }));
    expect(after.split('\n')[0]).toBe(exampleRegistry.split('\n')[0]);
  });

  test('gives a ProxyVM a number of its own for its net', () => {
    const proxy = adding({ class: 'ProxyVM', netvm: { kind: 'vm', vm: name('netvm') } });
    expect(changed(exampleRegistry, proxy)).toContain('<QubesProxyVm qid="6" name="banking" netid="2"');
  });

  test('makes a standalone one of a VM without a template', () => {
    const registry = registryOf(changed(exampleRegistry, adding({ class: 'StandaloneVM', template: null })));
    expect(registry.contents.vms[5]).toMatchObject({ name: 'banking', class: 'StandaloneVM', template: null });
  });

  test.each([
    '<QubesVmCollection/>',
    '<QubesVmCollection></QubesVmCollection>',
    '<QubesVmCollection>\n</QubesVmCollection>',
  ])('works on the empty registry %s', (text) => {
    const after = changed(text, adding({ class: 'HVM', template: null, dirPath: '/x' }));
    expect(after).toMatch(/^<QubesVmCollection>\n {2}<QubesHVm qid="1" [^\n]*\/>\n<\/QubesVmCollection>$/);
  });

  test.each([
    ['a name that is taken', { name: name('work') }],
    ['a template that is not there', { template: name('nobody') }],
    ['an AppVM without a template', { template: null }],
    ['a NetVM with a NetVM', { class: 'NetVM', netvm: { kind: 'vm', vm: name('netvm') } }],
    ['a folder that XML cannot name', { dirPath: '/a\u0001' }],
  ] as const)('refuses %s', (_, vm) => {
    expect(applyChanges(registryOf(exampleRegistry), [adding(vm)])).toMatchObject({
      ok: false,
      error: { code: 'registry-write-failed', path },
    });
  });

  test('refuses when all numbers are taken', () => {
    const elements = Array.from({ length: 253 }, (_, index) => `<QubesHVm qid="${index + 1}" name="vm${index}"/>`);
    const full = registryOf(`<QubesVmCollection>${elements.join('')}</QubesVmCollection>`);
    expect(applyChanges(full, [adding({ template: null, class: 'HVM' })])).toMatchObject({
      ok: false,
      error: { detail: 'all 253 numbers are taken' },
    });
  });
});

describe('removing a VM', () => {
  test('takes out its element and its line', () => {
    const lines = exampleRegistry.split('\n').filter((line) => !line.includes('name="work"'));
    expect(changed(exampleRegistry, { kind: 'remove', vm: name('work') })).toBe(lines.join('\n'));
  });

  test('is the reverse of adding it, byte for byte', () => {
    expect(changed(exampleRegistry, adding({}), { kind: 'remove', vm: newVm.name })).toBe(exampleRegistry);
  });

  test('ends its being a default', () => {
    const after = changed(exampleRegistry, { kind: 'remove', vm: name('netvm') });
    expect(after.split('\n')[0]).toContain('default_fw_netvm="None" updatevm="3" clockvm="None"');
  });

  test('that is another’s template is refused', () => {
    expect(applyChanges(registryOf(exampleRegistry), [{ kind: 'remove', vm: name('fc20') }])).toMatchObject({
      ok: false,
      error: {
        code: 'registry-write-failed',
        detail: expect.stringContaining('not the number of a template') as string,
      },
    });
  });
});

test('changes follow each other: a VM just added can be set', () => {
  const settings = { autostart: true };
  const after = registryOf(changed(exampleRegistry, adding({}), { kind: 'set', vm: newVm.name, settings }));
  expect(after.contents.vms[5]).toMatchObject({ name: 'banking', autostart: true });
});

test('a registry of 500 VMs is read and changed within seconds, on a busy machine too', () => {
  const work = exampleRegistry.split('\n').find((line) => line.includes('name="work"')) ?? '';
  const many = Array.from({ length: 500 }, (_, index) =>
    work.replaceAll('work', `vm${index}`).replace('qid="5"', `qid="${index + 300}"`),
  );
  const text = exampleRegistry.replace('</QubesVmCollection>', `${many.join('\n')}\n</QubesVmCollection>`);
  const start = performance.now();
  const settings = { storageType: 'file' } as const;
  expect(changed(text, { kind: 'set', vm: name('vm499'), settings })).toHaveLength(text.length + 1);
  expect(performance.now() - start).toBeLessThan(5000);
}, 20_000);

describe('cloning', () => {
  const clone: RegistryChange = {
    kind: 'clone',
    clone: { source: name('work'), name: name('work2'), dirPath: '/var/lib/qubes/appvms/work2', storageType: 'lvm' },
  };
  test('inserts one element and leaves every other byte alone', () => {
    expect(isOneInsertion(exampleRegistry, changed(exampleRegistry, clone))).toBe(true);
  });

  test('copies what stock R2 copies, and not what is the source alone', () => {
    const text = changed(exampleRegistry, clone);
    const [source, made] = [attributesOf(text, 'work'), attributesOf(text, 'work2')];
    for (const attribute of ['label', 'template_qid', 'netvm_qid', 'memory', 'services', 'kernel', 'storage_type']) {
      expect(made[attribute]).toBe(source[attribute]);
    }
    expect(made).toMatchObject({
      dir_path: '/var/lib/qubes/appvms/work2',
      conf_file: 'work2.conf',
      autostart: 'False',
    });
    expect(made['qid']).not.toBe(source['qid']);
    expect(made).not.toHaveProperty('backup_timestamp');
  });

  test('is on the storage that it is made on, whatever its source is on', () => {
    const onFiles = { ...clone, clone: { ...clone.clone, storageType: 'file' } } as const;
    expect(attributesOf(changed(exampleRegistry, onFiles), 'work2')).toMatchObject({ storage_type: 'file' });
  });

  test('has what core-2 always writes, though its source has it not', () => {
    const bare = '<QubesVmCollection><QubesHVm qid="7" name="x"/></QubesVmCollection>';
    const of = { ...clone, clone: { ...clone.clone, source: name('x') } } as const;
    expect(attributesOf(changed(bare, of), 'work2')).toMatchObject({ debug: 'False', drive: 'None', backup_path: '' });
  });

  test('of a VM that is not there, or under a name that is taken, writes nothing', () => {
    const { kind } = clone;
    const of = (source: string, to: string): RegistryChange => ({
      kind,
      clone: { source: name(source), name: name(to), dirPath: `/var/lib/qubes/appvms/${to}`, storageType: 'lvm' },
    });
    expect(applyChanges(registryOf(exampleRegistry), [of('nope', 'work2')])).toMatchObject({
      error: { code: 'vm-not-found' },
    });
    expect(applyChanges(registryOf(exampleRegistry), [of('work', 'fc20')])).toMatchObject({
      error: { code: 'registry-write-failed' },
    });
  });
});
