import { describe, expect, test } from 'vitest';
import { gib, mib } from '../base/bytes.ts';
import type { ActionOf } from '../domain/action.ts';
import type { NewVmClass } from '../domain/vm.ts';
import { aPlan, aQueuedJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { createBlockers } from './create-blockers.ts';

const vms = [
  aVm({ name: vmName('fc20'), template: null }),
  aVm({ name: vmName('win'), class: 'TemplateHVM', template: null }),
  aVm({ name: vmName('firewall'), class: 'ProxyVM' }),
  aVm({ name: vmName('work') }),
];
const action = (facts: Partial<ActionOf<'create'>> = {}): ActionOf<'create'> => ({
  kind: 'create',
  vm: vmName('mail'),
  class: 'AppVM',
  template: vmName('fc20'),
  ...facts,
});
const blockers = (facts: Partial<ActionOf<'create'>>, among = vms) => createBlockers(action(facts), among, []);

test('a free name and a halted template are all that it takes', () => {
  expect(blockers({})).toEqual([]);
});

test.each<[NewVmClass, string | null, boolean]>([
  ['AppVM', null, false],
  ['NetVM', null, false],
  ['ProxyVM', 'win', false],
  ['AppVM', 'win', false],
  ['AppVM', 'work', false],
  ['AppVM', 'nobody', false],
  ['StandaloneVM', 'fc20', true],
  ['StandaloneVM', null, true],
  ['StandaloneVM', 'win', false],
  ['TemplateVM', null, true],
  ['TemplateVM', 'fc20', true],
  ['HVM', null, true],
  ['HVM', 'win', true],
  ['HVM', 'fc20', false],
  ['TemplateHVM', 'win', true],
  ['TemplateHVM', 'fc20', false],
])('a %s with the template %s: %s', (vmClass, template, isAllowed) => {
  const found = blockers({ class: vmClass, template: template === null ? null : vmName(template) });
  expect(found.map(({ code }) => code.startsWith('template-'))).toEqual(isAllowed ? [] : [true]);
});

describe('a template', () => {
  test('that runs, is open, or has lost its root is not read', () => {
    const templates = [
      aVm({ name: vmName('fc20'), template: null, power: 'running' }),
      aVm({
        name: vmName('fc20'),
        template: null,
        volumes: [
          aVolume({ role: 'root', state: { kind: 'present', sizeBytes: gib(1), usedBytes: gib(1), isOpen: true } }),
        ],
      }),
      aVm({
        name: vmName('fc20'),
        template: null,
        volumes: [aVolume({ role: 'root', state: { kind: 'missing', lookedFor: '/x' } })],
      }),
    ];
    const found = templates.flatMap((template) => blockers({ class: 'StandaloneVM' }, [template]));
    expect(found.map(({ code }) => code)).toEqual(['vm-not-halted', 'volume-open', 'image-missing']);
  });

  test('may have its root open while VMs run on it: what is based on it reads only its private', () => {
    const isOpen = { kind: 'present', sizeBytes: gib(1), usedBytes: gib(1), isOpen: true } as const;
    const template = aVm({ name: vmName('fc20'), template: null, volumes: [aVolume({ role: 'root', state: isOpen })] });
    expect(blockers({}, [template])).toEqual([]);
  });

  test('that a job is at work on is waited for', () => {
    const plan = aPlan({ vm: vmName('other'), holds: [vmName('other'), vmName('fc20')] });
    expect(createBlockers(action(), vms, [aQueuedJob({ plan })])).toMatchObject([{ code: 'job-on-vm', vm: 'fc20' }]);
  });
});

test('names are refused as they are for clones, those of jobs under way included', () => {
  expect(blockers({ vm: vmName('work') })).toEqual([{ code: 'name-taken', name: 'work', by: 'vm' }]);
  expect(blockers({ vm: vmName('a b') })).toMatchObject([{ code: 'name-not-allowed' }]);
  const plan = aPlan({ vm: vmName('mail') });
  expect(createBlockers(action(), vms, [aQueuedJob({ plan })])).toMatchObject([{ code: 'job-on-vm', vm: 'mail' }]);
});

test.each([
  ['AppVM', 'firewall', []],
  ['AppVM', 'nobody', ['netvm-not-found']],
  ['AppVM', 'work', ['netvm-not-suited']],
  ['NetVM', 'firewall', ['class-has-no-netvm']],
] as const)('a %s goes through %s: %j', (vmClass, netvm, codes) => {
  const found = blockers({ class: vmClass, netvm: { kind: 'vm', vm: vmName(netvm) } });
  expect(found.map(({ code }) => code)).toEqual(codes);
});

test('sizes are for what is made from nothing, and not too small', () => {
  const sizes = { rootBytes: gib(20), privateBytes: mib(4) };
  expect(blockers({ class: 'HVM', template: null, ...sizes })).toEqual([
    { code: 'size-too-small', role: 'private', smallestBytes: mib(16) },
  ]);
  expect(blockers(sizes)).toEqual([
    { code: 'root-follows-template', template: 'fc20' },
    { code: 'size-follows-template', role: 'private', template: 'fc20' },
  ]);
  expect(blockers({ class: 'StandaloneVM', rootBytes: gib(20) })).toEqual([
    { code: 'size-follows-template', role: 'root', template: 'fc20' },
  ]);
});

test.each([
  ['StandaloneVM', 'fc20', true],
  ['StandaloneVM', null, true],
  ['HVM', null, true],
  ['HVM', 'win', false],
  ['AppVM', 'fc20', false],
  ['TemplateVM', null, false],
] as const)('a %s of %s may begin with the root of a file: %s', (vmClass, template, isAllowed) => {
  const rootImage = { path: '/root.img', isMoved: false };
  const found = blockers({ class: vmClass, template: template === null ? null : vmName(template), rootImage });
  expect(found.map(({ code }) => code)).toEqual(isAllowed ? [] : ['class-takes-no-root']);
});
