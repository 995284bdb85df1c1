import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { EventName, OutputOf, PayloadOf, RequestName } from '#shared/contract/define-contract.ts';
import { windowContract, type WindowContract } from '#shared/contract/window-contract.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { ChannelNames } from '../host/desktop-host.ts';

type WindowRequest = RequestName<WindowContract>;
type WindowEvent = EventName<WindowContract>;

/** One function for each request of the contract, given input that has passed its schema. */
export type WindowHandlers = {
  readonly [N in WindowRequest]: (
    input: z.output<WindowContract['requests'][N]['input']>,
  ) => Promise<Result<OutputOf<WindowContract, N>, Failure>>;
};

/** Where defects are told of; a person is given only `reference`. */
export type ReportDefect = (defect: {
  readonly reference: string;
  readonly at: string;
  readonly cause: unknown;
}) => void;

export const windowChannels: ChannelNames = {
  requests: Object.keys(windowContract.requests),
  events: Object.keys(windowContract.events),
};

/**
 * The page's side of main: every request is checked against the contract on its way in and every answer on its way out.
 * The host has already checked who asks. The function it returns never rejects.
 */
export function serveWindow(
  handlers: WindowHandlers,
  reportDefect: ReportDefect,
): (name: string, input: unknown) => Promise<Result<unknown, Failure>> {
  const defect = (at: string, cause: unknown): Result<never, Failure> => {
    const reference = randomUUID().slice(0, 8);
    reportDefect({ reference, at, cause });
    return err({ code: 'internal', reference });
  };
  return async (name, input) => {
    if (!isRequest(name)) return err({ code: 'bad-request', detail: `no request ${name}` });
    const { input: inputSchema, output: outputSchema } = windowContract.requests[name];
    const asked = inputSchema.safeParse(input);
    if (!asked.success) return err({ code: 'bad-request', detail: `${name}: ${issuesIn(asked.error)}` });
    // The name chose the schema that the input has just passed, so the two fit.
    const handler = handlers[name] as (input: unknown) => Promise<Result<unknown, Failure>>;
    try {
      const result = await handler(asked.data);
      if (!result.ok) return result;
      const answer = outputSchema.safeParse(result.value);
      return answer.success ? ok(answer.data) : defect(name, answer.error);
    } catch (cause) {
      return defect(name, cause);
    }
  };
}

/** Hands an event to the page only in the shape that the contract gives it; what has another is a defect and is dropped. */
export function sendEvent(
  send: (name: string, payload: unknown) => void,
  reportDefect: ReportDefect,
): <N extends WindowEvent>(name: N, payload: PayloadOf<WindowContract, N>) => void {
  return (name, payload) => {
    const checked = windowContract.events[name].safeParse(payload);
    if (checked.success) send(name, checked.data);
    else reportDefect({ reference: randomUUID().slice(0, 8), at: name, cause: checked.error });
  };
}

const isRequest = (name: string): name is WindowRequest => Object.hasOwn(windowContract.requests, name);

const issuesIn = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
