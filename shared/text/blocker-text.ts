import { assertNever } from '../base/assert-never.ts';
import type { Blocker, BlockerOf, VmNameProblem } from '../domain/blocker.ts';
import type { VmClass } from '../domain/vm.ts';
import type { Remedy } from '../domain/finding.ts';
import { imageProblems, optionsOfOthers } from './creation-text.ts';
import { findingText } from './finding-text.ts';
import { hiddenText } from './device-text.ts';
import { formatBytes, formatFraction } from './format-bytes.ts';
import { formatMoment } from './format-moment.ts';
import { listNames } from './list-names.ts';
import { poolUseNames } from './pool-text.ts';
import { powerNames, storagePlaces } from './vm-text.ts';

type Sentences = { readonly [Code in Blocker['code']]: (facts: BlockerOf<Code>) => string };

/** `an AppVM`, `a TemplateVM`, `an HVM`. */
const withArticle = (vmClass: VmClass): string => `${/^[AH]/.test(vmClass) ? 'an' : 'a'} ${vmClass}`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function nameProblemText(problem: VmNameProblem): string {
  switch (problem.code) {
    case 'empty':
      return 'it is empty';
    case 'too-long':
      return `it has more than ${problem.limit} characters`;
    case 'first-character-no-letter':
      return `it begins with "${problem.character}", not with a letter`;
    case 'character-not-allowed':
      return `"${problem.character}" is not allowed in it`;
    case 'reserved':
      return `"${problem.word}" has a meaning of its own`;
    case 'reserved-by-lvm':
      return `LVM keeps "${problem.part}" for itself`;
    default:
      return assertNever(problem);
  }
}

const remedyRefusals: Readonly<Record<Remedy, string>> = {
  repair: 'It is not repaired without a person.',
  remove: 'It is not removed.',
  adopt: 'No VM can adopt it.',
};
const isOrAre = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
const hasOrHave = (names: readonly string[]): string => (names.length === 1 ? 'has' : 'have');
const itOrThem = (names: readonly string[]): string => (names.length === 1 ? 'it' : 'them');

const takers = { vm: 'a VM', folder: 'a folder', 'autostart-link': 'an autostart link for a VM' } as const;

/** Says what is in the way, with the numbers, then what to do. */
const sentences: Sentences = {
  'vm-not-halted': (f) =>
    f.power === 'unknown'
      ? `It is not known whether ${f.vm} is running: the hypervisor did not answer. Try again when it does.`
      : `${f.vm} is ${f.power}, not halted. Shut it down first.`,
  'vm-not-in-power': (f) => `${f.vm} is ${powerNames[f.power]}, not ${powerNames[f.needed]}.`,
  'volume-open': (f) => `The ${f.role} volume of ${f.vm} is open: something still uses it. Stop that first.`,
  'job-on-vm': (f) => `Job ${f.job} is at work on ${f.vm}. Wait for it, or cancel it.`,
  'class-not-movable': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} has no volumes of its own to move.`
      : f.class === 'RemoteVM'
        ? `${f.vm} is on another machine: it has no volumes here.`
        : `${f.vm} is a DisposableVM: it goes when it stops. Move its template instead.`,
  'class-has-no-autostart': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} is what boots: it always starts.`
      : `${f.vm} is a DisposableVM: it goes when it stops and cannot start at boot.`,
  'not-for-disposables': (f) =>
    `DisposableVMs are not made of ${f.vm}, but of an AppVM on a template that is named after it, with "-dvm" behind.`,
  'disposables-need-lvm': (f) =>
    `${f.vm} is on image files, of which no DisposableVM can be made here. Migrate it to LVM, or use Qubes' own tools.`,
  'disposable-starts-once': (f) =>
    `${f.vm} is a DisposableVM: it has been started when it was made. Start a new one of what it was made of.`,
  'savefile-in-use': (f) =>
    `${f.vm} has a savefile (${f.savefile}) that DisposableVMs start from, made with its files. Remove the savefile first; it can be made again afterwards.`,
  'already-there': (f) => `${f.vm} is on ${storagePlaces[f.storageType]} already.`,
  'volume-inactive': (f) => `The ${f.role} volume of ${f.vm} is not active. Activate it first.`,
  'no-volume-of-its-own': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} has no volumes of its own: its disks are this system's.`
      : `${f.vm} is a DisposableVM: its volumes go when it stops. Grow those of its template instead.`,
  'root-of-template': (f) =>
    `The root of ${f.vm} is made from that of ${f.template} at every start. Grow the root of ${f.template} instead.`,
  'shrink-refused': (f) =>
    `The ${f.role} of ${f.vm} has ${formatBytes(f.sizeBytes)}; making it smaller (${formatBytes(f.askedBytes)}) would cut off what is behind that. A volume only grows.`,
  'already-that-size': (f) => `The ${f.role} of ${f.vm} has ${formatBytes(f.sizeBytes)} already.`,
  'nothing-kept': (f) => `No migration has left anything of ${f.vm} in place.`,
  'kept-open': (f) => `${f.path} is open: something still uses it. Stop that first.`,
  'kept-incomplete': (f) => `No ${f.role} volume of ${f.vm} is kept, so there is nothing whole to go back to.`,
  'kept-written': (f) =>
    `${f.path} was written to after ${f.vm} moved away from it (${formatMoment(f.since)}): it is not what ${f.vm} was. Free it instead.`,
  'kept-of-package': (f) =>
    `${f.path} belongs to a package that may have rewritten it, and no job tells what it was when ${f.vm} moved. Free it instead.`,
  'child-running': (f) => `${f.child} runs from the root of ${f.vm}. Shut it down first.`,
  'child-on-kept': (f) => `${f.child} has run since before ${f.vm} was moved, from its old root. Restart it first.`,
  'kept-in-the-way': (f) =>
    `${f.path} is kept from an earlier move of ${f.vm}. Free it first (kept free), or go back to it (kept restore).`,
  'image-missing': (f) => `The ${f.role} image of ${f.vm} is missing: looked for ${f.lookedFor}.`,
  'volume-unavailable': (f) =>
    `The ${f.role} volume of ${f.vm} is in the volume group ${f.volumeGroup}, of which a disk is missing. Connect or unlock the disk first; until then nothing in ${f.volumeGroup} can be changed.`,
  'class-has-no-revisions': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} has no volumes of its own that older states could be kept of.`
      : `${f.vm} is a DisposableVM: nothing of it is kept.`,
  'root-is-of-template': (f) =>
    `${f.vm} has no root of its own: it starts from that of ${f.template}. Revert the template instead.`,
  'session-not-ended': (f) =>
    `The last session of ${f.vm} was cut off, and what it wrote to its ${f.role} volume is not committed. Put it in order first: qubes-storage stop ${f.vm}`,
  'no-revisions': (f) => `No older state of the ${f.role} volume of ${f.vm} is kept.`,
  'revision-not-found': (f) =>
    `The ${f.role} volume of ${f.vm} has no revision ${f.revision}. See which there are: qubes-storage revisions ${f.vm}`,
  'child-runs-from-root': (f) => `${f.child} runs from the root of ${f.vm}. Shut it down first.`,
  'files-have-one-revision': (f) =>
    `${f.vm} is on image files: a template there has the one way back over its last session, other VMs have none, and that cannot be changed. On LVM it can.`,
  'name-not-for-lvm': (f) => `LVM does not accept the name ${f.volume}: "${f.part}" is reserved. Rename ${f.vm} first.`,
  'target-name-taken': (f) =>
    `A volume named ${f.volume} exists in ${f.pool} and does not belong to this job. Rename or remove it first.`,
  'no-thin-pool': (f) => `No thin pool was found: ${f.detail}. Everything stays on image files until there is one.`,
  'pool-of-other-kind': (f) =>
    `${f.pool} is no pool for ${f.storageType === 'lvm' ? 'thin volumes' : 'image files'}. Name another, or none.`,
  'pool-not-found': (f) => `There is no pool named ${f.pool} for this kind of storage.`,
  'pool-unhealthy': (f) => `Pool ${f.pool} is not healthy (${f.health}). Repair it before anything is written to it.`,
  'pool-too-small': (f) =>
    `${f.pool} has ${formatBytes(f.freeBytes)} free; ${formatBytes(f.neededBytes)} is needed. Make room or extend the pool.`,
  'pool-past-gate': (f) =>
    `Afterwards ${f.pool} would be at ${formatFraction(f.afterFraction)} of its ${f.part}; from ${formatFraction(f.gateFraction)} on VMs do not start any more. Make room or extend the pool.`,
  'class-not-clonable': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} cannot be cloned: it is this system itself.`
      : `${f.vm} is a DisposableVM: it goes when it stops. Clone its template instead.`,
  'name-not-allowed': (f) => `No VM can be named "${f.name}": ${nameProblemText(f.problem)}. Choose another name.`,
  'not-on-this-system': () => 'That cannot be done on Qubes R4 in this version. See what can be in README.md.',
  'not-made-so-here': (f) => optionsOfOthers[f.option],
  'class-not-of-r4': (f) =>
    `Qubes R4 knows no ${f.class}: create an AppVM, a StandaloneVM or a TemplateVM, and set what it is for afterwards.`,
  'class-not-for-disposables': (f) => `Disposables are started from an AppVM, not from ${withArticle(f.class)}.`,
  'gives-no-network': (f) => `${f.netvm} gives network to nobody. Name a qube that does, or none.`,
  'template-needed': (f) =>
    `${capitalised(withArticle(f.class))} is based on a template, and there is no default one. Name one.`,
  'template-not-found': (f) => `There is no template named ${f.template}.`,
  'template-not-suited': (f) =>
    `${f.template} is ${withArticle(f.templateClass)}, which ${withArticle(f.class)} cannot be made from. Name another template.`,
  'netvm-not-found': (f) => `There is no VM named ${f.netvm} to reach the network through.`,
  'netvm-not-suited': (f) =>
    `${f.netvm} is ${withArticle(f.netvmClass)}: only a NetVM or a ProxyVM gives network to others.`,
  'class-has-no-netvm': () => 'A NetVM has the network itself: it goes through no other VM.',
  'size-follows-template': (f) =>
    `Its ${f.role} volume is made from that of ${f.template} and has its size. Leave the size out, and grow the volume afterwards.`,
  'root-follows-template': (f) =>
    `Its root is made from ${f.template} at every start: it has no size of its own. Leave the size out.`,
  'size-too-small': (f) => `The ${f.role} volume needs at least ${formatBytes(f.smallestBytes)}.`,
  'numbers-exhausted': (f) => `All ${f.limit} numbers that VMs can have are taken. Remove a VM first.`,
  'not-found-again': (f) => `What ${f.finding} stood for is not found any more. Look again: qubes-storage verify`,
  'no-such-remedy': (f) => {
    const { what, remedy } = findingText(f.finding);
    return `${what} ${remedyRefusals[f.remedy]} ${remedy}`;
  },
  'nothing-missing': (f) => `${f.vm} does not miss a ${f.role} volume.`,
  'name-taken': (f) => `There is ${takers[f.by]} named ${f.name} already. Choose another name.`,
  'class-takes-no-root': (f) =>
    `Only a standalone can be given the root of a file, and an HVM without a template; not the class ${f.class}.`,
  'root-image-unusable': (f) => `${f.path} ${imageProblems[f.reason]}`,
  'nothing-committed': (f) =>
    `No committed state of the ${f.role} of ${f.vm} is kept: on image files none is, nor of a VM that was started otherwise. Shut it down first.`,
  'committed-stays-in-pool': (f) =>
    `The last committed ${f.role} of ${f.vm} can only be cloned within its thin pool. Clone it there, or shut ${f.vm} down.`,
  'named-so-already': (f) => `The volumes of VMs are named ${f.scheme} already.`,
  'job-unfinished': (f) => `Job ${f.job} on ${f.vm} was cut off. Resume or discard it first: qubes-storage jobs`,
  'class-not-changeable': (f) =>
    f.class === 'AdminVM'
      ? `${f.vm} is this system itself: it is neither renamed nor removed.`
      : `${f.vm} is a DisposableVM: it goes when it stops, and its name with it.`,
  'installed-by-rpm': (f) =>
    `${f.vm} was installed by a package, which knows it by this name. Remove the package, or clone the VM and use the clone.`,
  'child-not-halted': (f) => `${f.child} is ${f.power} and runs from the root image of ${f.vm}. Shut it down first.`,
  'has-children': (f) =>
    `${listNames(f.children)} ${isOrAre(f.children)} based on ${f.vm}. Remove ${itOrThem(f.children)} first.`,
  'netvm-of-others': (f) =>
    `${f.vm} is the NetVM of ${listNames(f.clients)}. Give ${itOrThem(f.clients)} another one first (qvm-prefs -s VM netvm).`,
  'drive-of-others': (f) =>
    `${listNames(f.users)} ${hasOrHave(f.users)} a drive in ${f.vm}. Take it off first (qvm-prefs -s VM drive).`,
  'folder-not-own': (f) =>
    `The folder of ${f.vm}, ${f.path}, is a link, lies outside of where Qubes has the folders of VMs, or is that of another VM too: it is not removed. Remove the VM by hand.`,
  'folder-missing': (f) =>
    `The folder of ${f.vm} is missing: looked for ${f.path}. See what else is: qubes-storage verify`,
  'registry-unreadable': (f) => `The registry ${f.path} cannot be read, so nothing is changed.`,
  'vm-not-running': (f) => `${f.vm} is ${f.power}: only a VM that runs can be given a device.`,
  'class-takes-no-devices': (f) => `${f.vm} has every device of its own already: it is this system itself.`,
  'device-owned': (f) => `${f.device} is taken (${hiddenText(f)}), so it cannot be attached.`,
  'device-attached': (f) => `${f.device} is attached to ${f.vm} as ${f.frontend}. Detach it there first.`,
  'device-changed': (f) =>
    `${f.device} is not the device that was listed: another one has come in its place, or it was written to. Look at the list again.`,
  'device-read-only': (f) => `${f.device} cannot be written to. Attach it read-only.`,
  'device-assigned': (f) => `${f.device} is assigned to ${f.vm} already. Unassign it first to change how.`,
  'assignments-need-r4': () => 'This Qubes gives devices to running VMs only: attach it when the VM runs.',
  'assignment-mode-unknown': (f) =>
    `R4.2 does not know the mode ${f.mode}: an assigned device is attached at every start, and has to be there then.`,
  'frontend-not-for-devices': (f) =>
    `Devices are not attached as ${f.frontend}: choose one of xvde to xvdp. xvda to xvdd are for the VM's own disks.`,
  'frontend-taken': (f) => `${f.vm} has something as ${f.frontend} already. Choose another one.`,
  'no-frontend-left': (f) => `${f.vm} has as many devices as it can have. Detach one first.`,
  'own-disk': (f) => `${f.frontend} is a disk that ${f.vm} runs on: it is never detached.`,
  'pool-needed': () => 'On Qubes R4 volumes move from pool to pool. Choose the pool; on the command line: --to POOL',
  'already-in-pool': (f) => `All volumes of ${f.vm} that can be moved are in ${f.pool} already.`,
  'pool-holds-no-volumes': (f) => `${f.pool} is no pool for the volumes of qubes (${f.driver}). Name another.`,
  'pool-holds-no-kernels': (f) => `${f.pool} is no pool of kernels (${f.driver}). Name another.`,
  'default-already': (f) => `${f.pool} is the default pool for ${poolUseNames[f.use]} already.`,
  'default-for-all-needed': () => 'The pool that the others follow has none to follow itself. Name one.',
  'pool-in-use': (f) =>
    `Volumes of ${listNames(f.by)} are in ${f.pool}. Move ${f.by.length === 1 ? 'it' : 'them'} to another pool first.`,
  'pool-is-default': (f) =>
    `${f.pool} is the default pool for ${f.uses.map((use) => poolUseNames[use]).join(', ')}. Make another one that first.`,
  'pool-holds-pools': (f) =>
    `${listNames(f.pools)} ${f.pools.length === 1 ? 'is' : 'are'} inside of ${f.pool}. Remove ${f.pools.length === 1 ? 'it' : 'them'} first.`,
  'pool-would-be-destroyed': (f) =>
    `On R4.2 some versions of Qubes destroy the data set of ${f.pool} when it is removed. Remove it with the tools of dom0, where you know the version.`,
  'pool-name-not-allowed': (f) =>
    `No pool can be named "${f.name}": only letters, digits and the characters . _ - are allowed. Choose another name.`,
  'pool-name-taken': (f) => `There is a pool named ${f.name}. Choose another name.`,
  'driver-unknown': (f) => `There is no driver ${f.driver}. This Qubes has: ${f.drivers.join(', ')}.`,
  'option-unknown': (f) =>
    `The driver ${f.driver} has no option ${f.option}. It has: ${f.options.length === 0 ? 'none' : f.options.join(', ')}.`,
  'option-value-not-allowed': (f) => `The value of ${f.option} is empty, or has more than printable ASCII in it.`,
  'pool-not-measured': (f) => `It is not known how much room ${f.pool} has, so nothing is moved there.`,
  'referrer-running': (f) =>
    `${f.referrer} runs, and ${f.vm} is its ${f.property}, which cannot be changed meanwhile. Shut ${f.referrer} down first.`,
  'moved-by-other-job': (f) =>
    `${f.vm} carries the mark of job ${f.job}, which was not ended: it may be the only whole copy. Resume or discard that job. Where it is not known any more, take the feature storage-move.id off ${f.vm}.`,
  'session-not-committed': (f) =>
    `The last session of ${f.vm} was not written back to its ${f.role} volume: ${f.path} is there. Start and shut down ${f.vm} once.`,
  'volume-not-carried': (f) => `${f.vm} has a volume of its own named ${f.volume}, which this version cannot move.`,
  'too-long-to-carry': (f) => `The ${f.what} of ${f.vm} are longer than what qubesd takes at once. Shorten them first.`,
  'in-place-needs-root': () => 'Only root in dom0 can move a qube in place. There, type: sudo qubes-storage migrate …',
  'in-place-thin-only': () => 'A qube moves in place from thin pool to thin pool only. Leave out --in-place.',
  'in-place-on-r4': () => 'Only on Qubes R4 there is another way than in place. Leave out --in-place.',
  'thin-pools-of-one-name': (f) =>
    `Both pools are thin pools named ${f.thinPool}, in two volume groups: qubesd takes them for one and cannot clone between them. Run the agent as root in dom0, which hands the volumes over another way.`,
};

export const blockerText = (blocker: Blocker): string =>
  (sentences[blocker.code] as (facts: Blocker) => string)(blocker);
