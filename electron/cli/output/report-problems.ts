import type { Inventory } from '#shared/domain/inventory.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from './report-failure.ts';

/** Tells on stderr what could not be read. The rest of it is true, so no exit code comes of it. */
export function reportProblems(
  context: Pick<CliContext, 'terminal' | 'isJson'>,
  { problems }: Pick<Inventory, 'problems'>,
): void {
  for (const problem of problems) reportFailure(context, problem);
}
