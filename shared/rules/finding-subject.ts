import type { Finding } from '../domain/finding.ts';
import type { VmName } from '../domain/ids.ts';

const dom0 = 'dom0' as VmName;

/** What an act on findings is called after: the VM that all of them are about, else dom0, whose storage it is. */
export function findingSubject(findings: readonly Finding[]): VmName {
  const vms = new Set(findings.map(({ vm }) => vm));
  const [vm] = vms;
  return vms.size === 1 && vm !== undefined && vm !== null ? vm : dom0;
}
