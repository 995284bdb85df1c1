import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import type { VmRename } from '../vm-registry.ts';
import { applyChanges } from './apply-changes.ts';
import { readRegistryText, type Core2Registry } from './read-registry.ts';
import { renameProblems } from './rename-problems.ts';
import { arbitraryRegistry } from './testing/arbitrary-registry.ts';
import { exampleRegistry } from './testing/example-registry.ts';

const baseDir = '/var/lib/qubes';

function registryOf(text: string): Core2Registry {
  const registry = readRegistryText(`${baseDir}/qubes.xml`, text);
  if (!registry.ok) throw new Error(`line ${registry.error.line}: ${registry.error.detail}`);
  return registry.value;
}

const renaming = (vm: string, name: string, parent = 'appvms'): VmRename => ({
  vm: vm as VmName,
  oldDirPath: `${baseDir}/${parent}/${vm}`,
  name: name as VmName,
  dirPath: `${baseDir}/${parent}/${name}`,
});

function renamed(text: string, rename: VmRename): string {
  const registry = applyChanges(registryOf(text), [{ kind: 'rename', rename }]);
  if (!registry.ok) throw new Error(JSON.stringify(registry.error));
  return registry.value.xml.text;
}

/** The line of one VM with the given replacements, all others as they were. */
function withLine(vm: string, ...replacements: readonly (readonly [string, string])[]): string {
  const lines = exampleRegistry.split('\n').map((line) => {
    if (!line.includes(` name="${vm}" `)) return line;
    return replacements.reduce((text, [from, to]) => text.replace(from, to), line);
  });
  return lines.join('\n');
}

describe('a VM gets a new name', () => {
  test('in its name, its folder and its configuration, and nowhere else', () => {
    expect(renamed(exampleRegistry, renaming('work', 'job'))).toBe(
      withLine('work', ['name="work"', 'name="job"'], ['appvms/work"', 'appvms/job"'], ['"work.conf"', '"job.conf"']),
    );
  });

  test('of which others learn by its number', () => {
    const { vms, defaultTemplate } = registryOf(
      renamed(exampleRegistry, renaming('fedora-20-x64', 'f20', 'vm-templates')),
    ).contents;
    expect(vms.find(({ name }) => name === 'netvm')?.template).toBe('f20');
    expect(defaultTemplate).toBe('f20');
  });

  test('and back again leaves every byte as it was', () => {
    const there = renamed(exampleRegistry, renaming('fc20', 'a-much-longer-name', 'vm-templates'));
    expect(renamed(there, renaming('a-much-longer-name', 'fc20', 'vm-templates'))).toBe(exampleRegistry);
  });

  test('in a file of any style', () => {
    fc.assert(
      fc.property(arbitraryRegistry, (written) => {
        const before = written.textWith(written.storageType);
        const after = renamed(before, renaming('vm7', 'vm-seven'));
        expect(renamed(after, renaming('vm-seven', 'vm7'))).toBe(before);
        expect(after).toHaveLength(before.length + 'vm-seven'.length - 'vm7'.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('paths', () => {
  const vm = (attributes: string): string =>
    `<QubesVmCollection><QubesTemplateVm qid="1" name="t"/><QubesHVm qid="2" ${attributes}/></QubesVmCollection>`;

  test.each([
    ['of its own files move along', `name="t2" root_img="${baseDir}/vm-templates/t/root.img"`],
    ['that begin alike stay', `name="t2" private_img="${baseDir}/vm-templates/tt/private.img"`],
    ['of a drive in dom0 move along', `name="t2" drive="cdrom:dom0:${baseDir}/vm-templates/t/a.iso"`],
    ['of a drive in the VM name it', `name="t2" drive="hd:t:/home/user/disk.img"`],
    ['of where it was backed up stay', `name="t2" backup_path="vm-templates/t"`],
  ])('%s', (_what, attributes) => {
    const expected = attributes.replace('/vm-templates/t/', '/vm-templates/u/').replace('"hd:t:', '"hd:u:');
    expect(renamed(vm(attributes), renaming('t', 'u', 'vm-templates'))).toBe(
      vm(expected).replace('name="t"', 'name="u"'),
    );
  });

  test('in the VM’s own record: absolute ones too, and a configuration kept by hand keeps its name', () => {
    const own = (name: string, conf: string): string =>
      `<QubesVmCollection><QubesHVm qid="2" name="${name}" dir_path="${baseDir}/appvms/${name}" conf_file="${conf}"/></QubesVmCollection>`;
    const [dir, newDir] = [`${baseDir}/appvms/a`, `${baseDir}/appvms/b`];
    expect(renamed(own('a', `${dir}/a.conf`), renaming('a', 'b'))).toBe(own('b', `${newDir}/b.conf`));
    expect(renamed(own('a', `${dir}/mine.conf`), renaming('a', 'b'))).toBe(own('b', `${newDir}/mine.conf`));
    expect(renamed(own('a', 'mine.conf'), renaming('a', 'b'))).toBe(own('b', 'mine.conf'));
  });
});

describe('nothing is written', () => {
  test.each([
    ['the new name is taken', renaming('work', 'fc20'), 'registry-write-failed'],
    ['the VM is not there', renaming('nobody', 'job'), 'vm-not-found'],
    ['its folder is another one', renaming('work', 'job', 'servicevms'), 'vm-changed'],
  ])('when %s', (_what, rename, code) => {
    expect(applyChanges(registryOf(exampleRegistry), [{ kind: 'rename', rename }])).toMatchObject({ error: { code } });
  });
});

describe('a second opinion finds', () => {
  const rename = renaming('work', 'job');
  const good = renamed(exampleRegistry, rename);

  test('nothing wrong with what was done', () => {
    expect(renameProblems(registryOf(exampleRegistry), registryOf(good), rename)).toEqual([]);
  });

  test.each([
    ['another VM renamed', 'name="netvm"', 'name="net"'],
    ['a setting changed', 'vcpus="4"', 'vcpus="2"'],
    ['a path led elsewhere', 'dir_path="/var/lib/qubes/vm-templates/fc20"', 'dir_path="/var/lib/qubes/vm-templates/x"'],
    ['a default changed', 'default_netvm="3"', 'default_netvm="2"'],
    ['a byte added', '\n</QubesVmCollection>', '\n\n</QubesVmCollection>'],
  ])('%s', (_what, from, to) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect(renameProblems(registryOf(exampleRegistry), registryOf(bad), rename)).not.toEqual([]);
  });
});
