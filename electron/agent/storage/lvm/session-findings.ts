import type { Expected, NewFinding } from '../storage-checks.ts';
import { devicePath } from './lvm-commands.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { findMain } from './lvm-survey.ts';
import { ownerOf } from './ownership-tags.ts';
import { committedText, fromOf, generationOf, type CommittedState } from './session-tags.ts';

/**
 * What is wrong with the roots that running VMs have from their templates. That a template has a newer root is no fault:
 * the VM is outdated, and gets the newer one when it starts again.
 */
export function sessionFindings(report: readonly LogicalVolume[], { vms, isHalted }: Expected): readonly NewFinding[] {
  const roots = report.filter((volume) => ownerOf(volume)?.role === 'root' && fromOf(volume) !== undefined);
  return roots.flatMap((root): readonly NewFinding[] => {
    const vm = vms.find(({ name }) => name === ownerOf(root)?.vm);
    const from = stateIn(fromOf(root) ?? '');
    if (vm === undefined || vm.template === null || from === undefined || isHalted(vm.name) !== false) return [];
    const source = findMain(report, { vm: vm.template, role: 'root' });
    const facts = { vm: vm.name, identity: root.uuid, path: devicePath(root), template: vm.template };
    if (isLost(from, source, report)) return [{ code: 'root-origin-lost', ...facts }];
    // One that is smaller is from before the template's was grown.
    if (source === undefined || !isOf(from, source) || root.sizeBytes <= source.sizeBytes) return [];
    return [{ code: 'root-size-differs', ...facts, sizeBytes: root.sizeBytes, templateBytes: source.sizeBytes }];
  });
}

function stateIn(text: string): CommittedState | undefined {
  const [uuid = '', generation = ''] = text.split(':');
  return /^\d+$/.test(generation) ? { uuid, generation: Number(generation) } : undefined;
}

const isOf = (from: CommittedState, source: LogicalVolume): boolean =>
  committedText(from) === committedText({ uuid: source.uuid, generation: generationOf(source) });

/** A revert puts another volume in the place of the template's, with a higher generation. Anything else is none of ours. */
const isLost = (from: CommittedState, source: LogicalVolume | undefined, report: readonly LogicalVolume[]): boolean =>
  !report.some(({ uuid }) => uuid === from.uuid) && (source === undefined || generationOf(source) <= from.generation);
