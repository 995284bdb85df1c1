// Makes the folder that packages are made of: `npm run package [-- --out DIR] [-- --targets rpm,deb,AppImage]`, into release/.
// Where Electron's own binary is not there, a stand-in takes its place, which opens the same window on the system's Chromium.
import { build, Platform } from 'electron-builder';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { out: { type: 'string' }, targets: { type: 'string' } } });
const root = resolve(import.meta.dirname, '..');
const electronDir = join(root, 'node_modules/electron');
const electronVersion = JSON.parse(readFileSync(join(electronDir, 'package.json'), 'utf8')).version;
const isElectronHere = existsSync(join(electronDir, 'dist/electron'));
const standInDir = isElectronHere ? null : mkdtempSync(join(tmpdir(), 'qsm-electron-'));

if (standInDir !== null) {
  const script = '#!/bin/sh\nexec node "$(dirname "$(readlink -f "$0")")/resources/app/dist/chromium-main.mjs" "$@"\n';
  writeFileSync(join(standInDir, 'electron'), script, { mode: 0o755 });
  writeFileSync(join(standInDir, 'version'), electronVersion);
  writeFileSync(join(standInDir, 'LICENSE'), readFileSync(join(electronDir, 'LICENSE')));
  mkdirSync(join(standInDir, 'resources'));
  console.log('No Electron binary here: the folder gets a stand-in that opens the window on the system Chromium.');
}

const config = {
  appId: 'invalid.app.qubes-storage-manager',
  productName: 'qubes-storage-manager',
  executableName: 'qubes-storage-manager',
  directories: { output: resolve(values.out ?? join(root, 'release')) },
  electronVersion,
  electronDist: standInDir ?? join(electronDir, 'dist'),
  npmRebuild: false,
  // Plain files: Node, perl and the kernel of the box start and read these too, and know nothing of an archive.
  asar: false,
  files: [
    'dist/**/*',
    '!dist/**/*.map',
    '!dist/.*',
    '!dist/*-for-tests.mjs',
    'package.json',
    '!node_modules/**/*',
    'node_modules/koffi/**/*.{js,cjs,json,txt}',
    '!node_modules/koffi/{doc,vendor}/**/*',
    'node_modules/@koromix/koffi-linux-x64/**/*',
  ],
  // `runAsNode` stays: our own programs are started with Electron as their Node.
  ...(isElectronHere && {
    electronFuses: { enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false },
  }),
  linux: {
    target: (values.targets ?? 'dir').split(','),
    category: 'System',
    synopsis: 'The storage of Qubes VMs',
    maintainer: 'Qubes Storage Manager <maintainers@qubes-storage-manager.invalid>',
    desktop: { entry: { StartupWMClass: 'qubes-storage-manager' } },
  },
};

try {
  await build({ targets: Platform.LINUX.createTarget(), projectDir: root, publish: 'never', config });
} finally {
  if (standInDir !== null) rmSync(standInDir, { recursive: true, force: true });
}
