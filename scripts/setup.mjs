// Makes a fresh clone ready, using nothing but Node itself: npm packages from the lock file, Debian packages when root.
// Where it may not install, it names the command to type and ends with 1. `--test` adds what only the tests need.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);

installNpmPackages();
installPrograms();

function fail(message) {
  console.error(message);
  process.exit(1);
}

function installNpmPackages() {
  const stamp = 'node_modules/.installed-from';
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex') + process.version;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Its warnings are about versions of Node that are wanted only when a package is built.
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
}

/** Debian package of each program: the sandbox and its seed, the window's host, and the virtual display of a test. */
function installPrograms() {
  const packages = {
    'linux.uml': 'user-mode-linux',
    bwrap: 'bubblewrap',
    lvm: 'lvm2',
    thin_check: 'thin-provisioning-tools',
    'mkfs.ext4': 'e2fsprogs',
    sfdisk: 'fdisk',
    perl: 'perl-base',
    chromium: 'chromium',
    ...(process.argv.includes('--test') ? { Xvfb: 'xvfb', python3: 'python3' } : {}),
  };
  const missing = Object.entries(packages)
    .filter(([program]) => !isInstalled(program))
    .map(([, name]) => name);
  if (missing.length === 0) return;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (!isDebian()) fail(`Missing programs. On Debian they are in: ${missing.join(' ')}`);
  if (process.getuid() !== 0) fail(`Missing programs. Type this, then try again:\n  sudo ${command}`);
  if (runApt(command)) return;
  if (!runApt('apt-get update --quiet') || !runApt(command)) fail(`This failed:\n  ${command}`);
}

function isInstalled(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function runApt(command) {
  const [program, ...args] = command.split(' ');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}
