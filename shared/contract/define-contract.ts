import type * as z from 'zod';

/** One request: what goes in, what comes back when it went well. Failures are the same for all (`domain/failure.ts`). */
export interface Request<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

export const request = <Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Request<Input, Output> => ({ input, output });

/** A boundary between two processes, as data: types, validation, dispatch and clients are derived from it. */
export interface Contract {
  readonly requests: Readonly<Record<string, Request>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export const defineContract = <C extends Contract>(contract: C): C => contract;

export type RequestName<C extends Contract> = keyof C['requests'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type InputOf<C extends Contract, N extends RequestName<C>> = z.input<C['requests'][N]['input']>;
export type OutputOf<C extends Contract, N extends RequestName<C>> = z.output<C['requests'][N]['output']>;
export type PayloadOf<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>;
