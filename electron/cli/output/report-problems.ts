import type { Failure } from '#shared/domain/failure.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from './report-failure.ts';

/** Tells on stderr what a look could not read. The rest of it is true, so no exit code comes of it. */
export function reportProblems(
  context: Pick<CliContext, 'terminal' | 'isJson'>,
  { problems }: { readonly problems: readonly Failure[] },
): void {
  for (const problem of problems) reportFailure(context, problem);
}
