import type { Inventory } from '#shared/domain/inventory.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from './report-failure.ts';

/** Tells on stderr what the inventory could not read. The rest of it is true, so no exit code comes of it. */
export function reportProblems(context: Pick<CliContext, 'terminal' | 'isJson'>, inventory: Inventory): void {
  for (const problem of inventory.problems) reportFailure(context, problem);
}
