import { mib } from '#shared/base/bytes.ts';
import type { Action } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { childrenOf, renamed, withoutVm, withVm, type Mark, type ModelDom0, type ModelVm } from './model-dom0.ts';

/** How an act is asked for. */
export type Asked =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'power'; readonly request: 'vm.start' | 'vm.stop'; readonly vm: VmName }
  /** Something from outside writes a new mark to the volumes of a halted VM. */
  | { readonly kind: 'write'; readonly vm: string };

/** One thing that can be done now, and what is true afterwards; null where it has to be refused, and changes nothing. */
export interface Act {
  readonly text: string;
  /** The VM that it is about, as it is before. */
  readonly vm: ModelVm;
  readonly asked: Asked;
  readonly after: ModelDom0 | null;
}

interface Situation {
  readonly dom0: ModelDom0;
  /** A name that no VM has. */
  readonly freeName: string;
  /** Different in every situation. */
  readonly number: number;
}

const extentMib = 4;

type ActKind = (situation: Situation) => readonly Act[];

const other = (storage: StorageType): StorageType => (storage === 'file' ? 'lvm' : 'file');
const all = ({ dom0 }: Situation): readonly ModelVm[] => [...dom0.values()];
const asVm = (name: string): VmName => name as VmName;

const hasRunningChild = (dom0: ModelDom0, { name }: ModelVm): boolean =>
  childrenOf(dom0, name).some(({ isRunning }) => isRunning);

/** What runs is left alone, whoever asks. */
const ifHalted = (vm: ModelVm, after: ModelDom0): ModelDom0 | null => (vm.isRunning ? null : after);

const writes: ActKind = (situation) =>
  all(situation)
    .filter(({ isRunning }) => !isRunning)
    .map((vm) => {
      const mark = (role: string): string => `${situation.number}-${vm.name}-${role}`;
      const root = vm.marks.root === undefined ? {} : { root: mark('root') };
      const marks = { ...root, private: mark('private') };
      return {
        vm,
        text: `something writes to ${vm.name}`,
        asked: { kind: 'write', vm: vm.name },
        after: withVm(situation.dom0, { ...vm, marks }),
      };
    });

function sessionRootOf(dom0: ModelDom0, { template: name }: ModelVm): Mark | null {
  const template = name === null ? undefined : dom0.get(name);
  return template?.storage === 'lvm' ? (template.marks.root ?? null) : null;
}

const starts: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `start ${vm.name}`,
    asked: { kind: 'power', request: 'vm.start', vm: asVm(vm.name) },
    after: vm.isRunning ? null : withVm(dom0, { ...vm, isRunning: true, sessionRoot: sessionRootOf(dom0, vm) }),
  }));

const stops: ActKind = ({ dom0 }) =>
  [...dom0.values()]
    .filter(({ isRunning }) => isRunning)
    .map((vm) => ({
      vm,
      text: `stop ${vm.name}`,
      asked: { kind: 'power', request: 'vm.stop', vm: asVm(vm.name) },
      after: withVm(dom0, { ...vm, isRunning: false, sessionRoot: null }),
    }));

const autostarts: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `set autostart of ${vm.name}`,
    asked: { kind: 'action', action: { kind: 'set-autostart', vm: asVm(vm.name), isOn: !vm.autostart } },
    after: withVm(dom0, { ...vm, autostart: !vm.autostart }),
  }));

const moved = (vm: ModelVm): ModelVm => ({
  ...vm,
  storage: other(vm.storage),
  kept: { marks: vm.marks, privateMib: vm.privateMib },
});

/** A VM of which something is kept in the other kind of storage has no free place there. */
const migrations: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `migrate ${vm.name} to ${other(vm.storage)}`,
    asked: { kind: 'action', action: { kind: 'migrate', vm: asVm(vm.name), to: other(vm.storage) } },
    after: vm.kept === null ? ifHalted(vm, withVm(dom0, moved(vm))) : null,
  }));

/** Nothing is copied on the way back: the VM has again what it had when it was moved, and what it had until now is kept. */
const returns: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `take ${vm.name} back to what is kept`,
    asked: { kind: 'action', action: { kind: 'restore-kept', vm: asVm(vm.name) } },
    after: vm.kept === null ? null : ifHalted(vm, withVm(dom0, { ...moved(vm), ...vm.kept })),
  }));

const growths: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => {
    const privateMib = vm.privateMib + extentMib;
    const size = { role: 'private', sizeBytes: mib(privateMib) } as const;
    return {
      vm,
      text: `grow the private volume of ${vm.name} to ${privateMib} MiB`,
      asked: { kind: 'action', action: { kind: 'resize', vm: asVm(vm.name), ...size } },
      after: ifHalted(vm, withVm(dom0, { ...vm, privateMib })),
    };
  });

const frees: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `free what is kept of ${vm.name}`,
    asked: { kind: 'action', action: { kind: 'free-kept', vm: asVm(vm.name) } },
    after: vm.kept === null ? null : withVm(dom0, { ...vm, kept: null }),
  }));

const clones: ActKind = ({ dom0, freeName }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `clone ${vm.name} as ${freeName}`,
    asked: { kind: 'action', action: { kind: 'clone', vm: asVm(vm.name), name: asVm(freeName) } },
    after: ifHalted(vm, withVm(dom0, { ...vm, name: freeName, autostart: false, kept: null })),
  }));

const renames: ActKind = ({ dom0, freeName }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `rename ${vm.name} to ${freeName}`,
    asked: { kind: 'action', action: { kind: 'rename', vm: asVm(vm.name), name: asVm(freeName) } },
    after: ifHalted(vm, renamed(dom0, vm, freeName)),
  }));

/** With everything that is kept of it. */
const removals: ActKind = ({ dom0 }) =>
  [...dom0.values()].map((vm) => ({
    vm,
    text: `remove ${vm.name}`,
    asked: { kind: 'action', action: { kind: 'remove', vm: asVm(vm.name), keepsFiles: false } },
    after: childrenOf(dom0, vm.name).length > 0 ? null : ifHalted(vm, withoutVm(dom0, vm.name)),
  }));

/** A VM on a template has a private volume of its own from it; a standalone has everything from it. */
const creations: ActKind = ({ dom0, freeName, number }) =>
  [...dom0.values()]
    .filter((vm) => vm.class === 'TemplateVM' && !vm.isRunning && !hasRunningChild(dom0, vm))
    .map((template) => {
      const storage = number % 2 === 0 ? 'file' : 'lvm';
      const isStandalone = number % 3 === 0;
      const made: ModelVm = {
        ...template,
        name: freeName,
        class: isStandalone ? 'StandaloneVM' : 'AppVM',
        template: isStandalone ? null : template.name,
        storage,
        autostart: false,
        marks: isStandalone ? template.marks : { private: template.marks.private },
        kept: null,
      };
      const names = {
        vm: asVm(freeName),
        class: made.class as 'AppVM' | 'StandaloneVM',
        template: asVm(template.name),
      };
      return {
        vm: made,
        text: `create the ${made.class} ${freeName} of ${template.name} on ${storage}`,
        asked: { kind: 'action', action: { kind: 'create', ...names, to: storage } },
        after: withVm(dom0, made),
      };
    });

/** What may be done to a template while its children run depends on where they started from, and has tests of its own. */
const whileChildrenRest =
  (kind: ActKind): ActKind =>
  (situation) =>
    kind(situation).filter(({ vm }) => !hasRunningChild(situation.dom0, vm));

const actKinds: readonly ActKind[] = [
  ...[writes, starts, stops, autostarts, creations, removals],
  ...[migrations, returns, frees, growths, clones, renames].map(whileChildrenRest),
];

/** Everything that can be asked for now. */
export const possibleActs = (situation: Situation): readonly Act[] => actKinds.flatMap((kind) => kind(situation));

/** What an act is an example of: what is asked for, of which class of VM and on which storage, and whether it is refused. */
export const caseOf = ({ asked, vm, after }: Act): string => {
  const what = asked.kind === 'action' ? asked.action.kind : asked.kind === 'power' ? asked.request : asked.kind;
  return `${what} ${vm.class} ${vm.storage}${after === null ? ' refused' : ''}`;
};
