import type { Failure } from '../domain/failure.ts';

/** A call that somebody refuses, and what would allow it. */
export interface RefusedCall {
  readonly call: string;
  /** `qubesd` also says nothing when it has failed itself. */
  readonly by: 'policy' | 'qubesd';
  /** For /etc/qubes/policy.d in dom0. */
  readonly lines: readonly string[];
}

/** The policy file that we come with speaks of a qube of this name. */
export const namedQube = 'mgmt';

/** The policy for this qube. */
export const policyForQube = (policy: string, qube: string): string =>
  policy.replaceAll(new RegExp(String.raw`\b${namedQube}\b`, 'g'), qube);

/** Each call that is refused among `problems`, once, with the lines of `policy` that allow it. */
export function refusedCalls(problems: readonly Failure[], policy: string): readonly RefusedCall[] {
  const found = new Map<string, RefusedCall>();
  for (const problem of problems) {
    if (problem.code !== 'admin-refused') continue;
    const call = problem.call.replace(/[ +].*$/, '');
    found.set(call, { call, by: problem.by, lines: linesAllowing(policy, call) });
  }
  return [...found.values()];
}

const linesAllowing = (policy: string, method: string): readonly string[] =>
  policy.split('\n').filter((line) => line.startsWith(`${method} `));
