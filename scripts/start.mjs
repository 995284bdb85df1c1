// `npm start`: the window on the sandbox; without a display, the same main job in the terminal.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const run = (program, args) => spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;

/** Electron's own program, where its package could fetch one. Never `require('electron')`: that would try to fetch it. */
function electronProgram() {
  const root = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = join(root, 'path.txt');
  const program = existsSync(named) ? join(root, 'dist', readFileSync(named, 'utf8').trim()) : undefined;
  return program !== undefined && existsSync(program) ? program : undefined;
}

const hasDisplay = Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const args = process.argv.slice(2);
if (run(process.execPath, ['scripts/build.mjs', ...(hasDisplay ? [] : ['--programs'])]) !== 0) process.exit(1);
if (hasDisplay) {
  const electron = electronProgram();
  process.exitCode =
    electron === undefined
      ? run(process.execPath, ['dist/chromium-main.mjs', ...args])
      : run(electron, ['dist/electron-main.mjs', ...args]);
} else {
  console.log('No display here: the same job in the terminal (npm run demo).');
  process.exitCode = run(process.execPath, ['dist/cli.mjs', 'demo', ...args]);
}
