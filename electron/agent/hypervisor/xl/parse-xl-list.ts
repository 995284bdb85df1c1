import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';

/** Xen's name for the domain that we run in. */
const dom0 = 'Domain-0';
/** An HVM's device model is a domain of its own, and uses the VM's disks as well. */
const stubDomainEnding = '-dm';

/**
 * xl(1), "list": name, id, memory, CPUs, six state letters, seconds. Every domain is a VM that is not halted; null when the
 * text is no such list. A domain that is neither running nor blocked at this instant is runnable, and has dashes only.
 */
export function parseXlList(text: string): ReadonlyMap<VmName, PowerState> | null {
  const [header, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (header === undefined || !/^Name\s+ID\s+Mem/.test(header)) return null;
  const states = new Map<VmName, PowerState>();
  for (const line of lines) {
    const match = /^(\S+)\s+\d+\s+\d+\s+\d+\s+([-rbpscd]{6})\s/.exec(line);
    const [, domain, letters] = match ?? [];
    if (domain === undefined || letters === undefined) return null;
    if (domain === dom0) continue;
    const isStub = domain.endsWith(stubDomainEnding);
    const vm = (isStub ? domain.slice(0, -stubDomainEnding.length) : domain) as VmName;
    if (!isStub || !states.has(vm)) states.set(vm, powerOf(letters));
  }
  return states;
}

/** The gravest letter counts: a dying domain may still be marked as shut down. */
function powerOf(letters: string): PowerState {
  if (letters.includes('d')) return 'dying';
  if (letters.includes('c')) return 'crashed';
  if (letters.includes('s')) return 'halting';
  if (letters.includes('p')) return 'paused';
  return 'running';
}
