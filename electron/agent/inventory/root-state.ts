import type { PowerState, RootState } from '#shared/domain/vm.ts';

/** What is known of the root that a VM gets from its template. */
export interface TemplateRoot {
  readonly power: PowerState;
  readonly templatePower: PowerState;
  /** What the template's root had last been committed as when the VM's was made; null where nobody wrote it down. */
  readonly madeFrom: string | null;
  /** What it has last been committed as by now; null where that is not known. */
  readonly committed: string | null;
}

/** Compares names of committed states only: no time that a file system tells decides anything. */
export function rootStateOf({ power, templatePower, madeFrom, committed }: TemplateRoot): RootState {
  if (power === 'halted' || power === 'crashed') return 'at-start';
  if (power === 'unknown' || madeFrom === null || committed === null) return 'unknown';
  if (madeFrom !== committed) return 'outdated';
  if (templatePower === 'unknown') return 'unknown';
  return templatePower === 'halted' || templatePower === 'crashed' ? 'current' : 'template-running';
}
