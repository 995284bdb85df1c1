import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const applicationName = 'qubes-storage-manager';

/** Where the window keeps what is its user's, by the XDG base directory specification. None of it need exist. */
export interface UserFolders {
  readonly configDir: string;
  readonly cacheDir: string;
}

export function userFolders(env: NodeJS.ProcessEnv = process.env, homeDir: string = homedir()): UserFolders {
  // The specification has a relative path in these variables ignored.
  const base = (value: string | undefined, fallback: string): string =>
    value !== undefined && isAbsolute(value) ? value : join(homeDir, fallback);
  return {
    configDir: join(base(env['XDG_CONFIG_HOME'], '.config'), applicationName),
    cacheDir: join(base(env['XDG_CACHE_HOME'], '.cache'), applicationName),
  };
}
