import type { ChannelNames } from './desktop-host.ts';

/** The only two channels between page and main; the contract's names travel as their first argument. */
export const requestChannel = 'request';
export const eventChannel = 'event';

const prefix = '--window-channels=';

/** How the names of the contract reach the sandboxed preload, which cannot read them from anywhere else. */
export const channelsArgument = (channels: ChannelNames): string => `${prefix}${JSON.stringify(channels)}`;

/** Throws when `argv` does not hold what `channelsArgument` made. */
export function channelsIn(argv: readonly string[]): ChannelNames {
  const argument = argv.find((candidate) => candidate.startsWith(prefix));
  if (argument === undefined) throw new Error(`the window was opened without ${prefix}`);
  return JSON.parse(argument.slice(prefix.length)) as ChannelNames;
}
