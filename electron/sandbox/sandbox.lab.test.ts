import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { findAppRoot } from './app-root.ts';
import { runProgram } from './child-processes.ts';
import { createSandbox } from './create-sandbox.ts';
import { destroySandbox } from './destroy-sandbox.ts';
import { ensureSandboxRunning } from './ensure-sandbox-running.ts';
import { execInSandbox } from './exec-in-sandbox.ts';
import { sandboxStatus } from './sandbox-status.ts';
import { stopSandbox } from './stop-sandbox.ts';

let workDir: string;
let dir: string;

beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'qsm-sandbox-'));
  dir = join(workDir, 'a box');
  expect(await createSandbox(dir)).toEqual({ ok: true, value: undefined });
});

afterAll(async () => {
  await destroySandbox(dir, { isForced: true });
  await rm(workDir, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs a command in the box, its output collected; a failure of ours shows as its code. */
async function exec(
  argv: readonly [string, ...string[]],
  input: Buffer = Buffer.alloc(0),
  shareDir?: string,
): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const collected = Promise.all([buffer(stdout), buffer(stderr)]);
  const share = shareDir === undefined ? {} : { shareDir };
  const result = await execInSandbox(dir, { argv, stdin: Readable.from([input]), stdout, stderr, ...share });
  stdout.end();
  stderr.end();
  const [out, err] = await collected;
  return { status: result.ok ? result.value : result.error.code, stdout: out, stderr: err };
}

const shell = (script: string, shareDir?: string): Promise<Ended> => exec(['sh', '-c', script], undefined, shareDir);
const output = async (script: string): Promise<string> => (await shell(script)).stdout.toString().trim();
const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

async function machinePid(): Promise<number> {
  const status = await sandboxStatus(dir);
  if (status.state !== 'running' || status.pid === null) throw new Error(`The sandbox is ${status.state}.`);
  return status.pid;
}

const allPids = async (): Promise<readonly string[]> => (await readdir('/proc')).filter((name) => /^\d+$/.test(name));

/** A zombie is nobody's process: it waits for the host's first process to take notice. */
const isZombie = async (pid: string): Promise<boolean> =>
  /\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z '));

/** Counts what lives of a machine: the processes of its jail, and those of the host whose command line names our folder. */
async function watchProcesses(): Promise<() => Promise<number>> {
  const namespaceOf = (pid: string | number): Promise<string> => readlink(`/proc/${pid}/ns/pid`).catch(() => 'gone');
  const jail = await namespaceOf(await machinePid());
  const belongs = async (pid: string): Promise<boolean> =>
    (await namespaceOf(pid)) === jail || (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(dir);
  return async () => {
    const others = (await allPids()).filter((pid) => pid !== String(process.pid));
    const counted = await Promise.all(others.map(async (pid) => (await belongs(pid)) && !(await isZombie(pid))));
    return counted.filter((isOurs) => isOurs).length;
  };
}

async function ownerPid(): Promise<number> {
  for (const pid of await allPids()) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('sandbox-owner') && command.includes(dir)) return Number(pid);
  }
  throw new Error('The sandbox has no owner.');
}

describe('what is in the box', () => {
  test('it is a dom0: registry, images with holes, thin pool, autostart links', async () => {
    expect(await output('hostname')).toBe('dom0');
    expect(await output('grep -c "<Qubes[A-Za-z]*Vm " /var/lib/qubes/qubes.xml')).toBe('11');
    expect(await output('ls /etc/systemd/system/multi-user.target.wants')).toBe(
      'qubes-vm@firewallvm.service\nqubes-vm@netvm.service',
    );
    expect(await output('lvs --noheadings -o vg_name,lv_name,lv_size,chunk_size,lv_when_full --units m')).toMatch(
      /^qubes_dom0 pool0 8192.00m 0.06m error$/,
    );
    const [size, blocks] = (await output('stat -c "%s %b" /var/lib/qubes/vm-templates/fc20/root.img'))
      .split(' ')
      .map(Number);
    expect(size).toBe(10 * 2 ** 30);
    expect((blocks ?? 0) * 512).toBeGreaterThan(mib(120));
    expect((blocks ?? 0) * 512).toBeLessThan(mib(200));
  });

  test('images are file systems that a checker finds no fault with, and win7’s is none', async () => {
    const ext4 = '/var/lib/qubes/vm-templates/fedora-20-x64/root.img /var/lib/qubes/appvms/work/private.img';
    expect((await shell(`for i in ${ext4}; do e2fsck -fn $i || exit; done`)).status).toBe(0);
    const partitionTypes = 'for n in 1 2; do sfdisk --part-type /var/lib/qubes/appvms/win7/root.img $n; done';
    expect(await output(partitionTypes)).toMatch(/^7\s+7$/);
  });

  test('the VMs that dom0 starts at boot run as soon as anybody can look', async () => {
    const listed = JSON.parse(await output('qubes-storage --json ls')) as readonly { name: string; state: string }[];
    expect(listed.filter((vm) => vm.state === 'running').map((vm) => vm.name)).toEqual(['dom0', 'netvm', 'firewallvm']);
  });

  test('there are two disks to attach', async () => {
    expect(await output('blkid -o value -s LABEL /dev/ubdc1 /dev/loop0')).toBe('PHOTOS\nBACKUP');
  });

  test('what it writes outside its disks stays in its memory', async () => {
    expect((await shell('echo changed > /etc/hostname && mkdir /newfolder')).status).toBe(0);
    expect(existsSync('/newfolder')).toBe(false);
  });

  test('not even its root can write the host’s files', async () => {
    const victim = join(workDir, 'victim');
    await writeFile(victim, 'untouched');
    const attempt = `mkdir -p /run/h && mount -t hostfs -o / none /run/h && echo harmed > "/run/h${victim}"`;
    const { status, stderr } = await shell(`${attempt}; s=$?; umount /run/h; exit $s`);
    expect(stderr.toString()).toContain('Read-only file system');
    expect(status).not.toBe(0);
    expect(await readFile(victim, 'utf8')).toBe('untouched');
  });
});

describe('running commands', () => {
  test('exit status and both outputs pass through', async () => {
    const { status, stdout, stderr } = await shell('echo out; echo err >&2; exit 7');
    expect([status, stdout.toString(), stderr.toString()]).toEqual([7, 'out\n', 'err\n']);
  });

  test('a signal shows as 128 and its number, a missing program as 127', async () => {
    expect((await shell('kill -TERM $$')).status).toBe(128 + 15);
    expect((await exec(['no-such-program'])).status).toBe(127);
  });

  test('four megabytes of anything go in and come back unchanged', async () => {
    const sent = randomBytes(4 * 2 ** 20);
    const { status, stdout } = await exec(['cat'], sent);
    expect(status).toBe(0);
    expect(sha1(stdout)).toBe(sha1(sent));
  });

  test('a command that stops reading its input does not stop the rest', async () => {
    expect((await exec(['head', '-c', '3'], randomBytes(300_000))).stdout.length).toBe(3);
  });

  test('a cancelled command is killed with what it started', async () => {
    const cancel = new AbortController();
    const silent = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() };
    const argv = ['sh', '-c', 'sleep 4321 & sleep 4321'] as const;
    const running = execInSandbox(dir, { argv: [...argv], ...silent, signal: cancel.signal });
    await expect.poll(() => output('pgrep -c sleep')).toBe('2');
    cancel.abort();
    expect(await running).toEqual({ ok: false, error: { code: 'cancelled' } });
    await expect.poll(() => output('pgrep -c sleep')).toBe('0');
  });
});

describe('sharing a folder', () => {
  test('the command reads and writes it at /share; it belongs to the host’s user; nobody else sees it', async () => {
    const shareDir = join(workDir, 'shared folder');
    await mkdir(shareDir);
    await writeFile(join(shareDir, 'in'), 'from the host');
    const { stdout } = await shell('cat /share/in; echo from the box > /share/out; sleep 3', shareDir);
    expect(stdout.toString()).toBe('from the host');
    expect(await readFile(join(shareDir, 'out'), 'utf8')).toBe('from the box\n');
    expect((await stat(join(shareDir, 'out'))).uid).toBe(process.getuid?.());
    expect(await output('ls -A /share')).toBe('');
    const mounts = await readFile(`/proc/${await machinePid()}/mountinfo`, 'utf8');
    expect(mounts).not.toContain('/shares/');
  });

  test('a folder that is not there is refused', async () => {
    expect((await shell('true', join(workDir, 'nowhere'))).status).toBe('sandbox-share-refused');
  });
});

describe('life and death', () => {
  test('clients that come at once share one box', async () => {
    expect((await stopSandbox(dir, { isForced: true })).ok).toBe(true);
    const outputs = await Promise.all([1, 2, 3].map(() => output('cat /proc/sys/kernel/random/boot_id')));
    expect(new Set(outputs).size).toBe(1);
    expect(outputs[0]).not.toBe('');
  });

  test('stopping leaves no process, and pool and registry are there at the next start', async () => {
    await shell(
      'lvcreate -qq -y -V 1g -T qubes_dom0/pool0 -n kept && echo "<!-- kept -->" >> /var/lib/qubes/qubes.xml',
    );
    const living = await watchProcesses();
    expect(await living()).toBeGreaterThan(4);
    expect((await stopSandbox(dir, { isForced: false })).ok).toBe(true);
    expect(await living()).toBe(0);
    expect(await sandboxStatus(dir)).toMatchObject({ state: 'stopped' });
    expect(await output('lvs --noheadings -o lv_active qubes_dom0/kept; tail -n 1 /var/lib/qubes/qubes.xml')).toMatch(
      /active\s+<!-- kept -->/,
    );
  });

  test('after a power cut the next command works, and what was synced is there', async () => {
    await shell('echo synced > /var/lib/qubes/synced && sync');
    const living = await watchProcesses();
    process.kill(await machinePid(), 'SIGKILL');
    await expect.poll(living).toBe(0);
    expect(await output('cat /var/lib/qubes/synced')).toBe('synced');
  });

  test('the box dies with its owner, and the next command starts another', async () => {
    const living = await watchProcesses();
    process.kill(await ownerPid(), 'SIGKILL');
    await expect.poll(living).toBe(0);
    expect(await output('echo alive')).toBe('alive');
  });

  test('started for a command it goes by itself, started for good it stays', async () => {
    await stopSandbox(dir, { isForced: true });
    await output('true');
    await expect.poll(async () => (await sandboxStatus(dir)).state, { timeout: 15_000 }).toBe('stopped');
    expect((await ensureSandboxRunning(dir, { lifetime: 'explicit' })).ok).toBe(true);
    await sleep(7_000);
    expect((await sandboxStatus(dir)).state).toBe('running');
  });

  test('its sockets and its folder are for their owner only', async () => {
    const modes = [dir, join(dir, 'agent.sock'), join(dir, 'control.sock')].map(
      async (path) => (await stat(path)).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o600]);
  });
});

describe.runIf(process.getuid?.() === 0)('an ordinary user', () => {
  const nobody = 65_534;
  const asNobody = (args: readonly string[]) => {
    const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    const program = [process.execPath, join(findAppRoot(), 'dist/cli.mjs'), ...args];
    return runProgram('/usr/bin/setpriv', [...identity, '/usr/bin/env', `HOME=${workDir}/nobody`, ...program]);
  };

  test('runs a box with no help of root, and what a share gets belongs to them', async () => {
    await stopSandbox(dir, { isForced: true });
    const theirs = join(workDir, 'nobody');
    const shareDir = join(theirs, 'share');
    await runProgram('/usr/bin/cp', ['--recursive', '--sparse=always', dir, theirs]);
    await mkdir(shareDir);
    await runProgram('/usr/bin/chown', ['--recursive', `${nobody}:${nobody}`, theirs]);
    await chmod(workDir, 0o755);
    const script = 'id -u; lvs --noheadings -o lv_name qubes_dom0/pool0; cat /etc/shadow; echo theirs > /share/file';
    const ran = await asNobody(['--sandbox', theirs, 'sandbox', 'exec', '--share', shareDir, '--', 'sh', '-c', script]);
    expect(ran).toMatchObject({ exitCode: 0, stdout: '0\n  pool0\n' });
    expect(ran.stderr).toContain('/etc/shadow: Permission denied');
    expect((await stat(join(shareDir, 'file'))).uid).toBe(nobody);
    expect((await asNobody(['--sandbox', theirs, 'sandbox', 'stop'])).exitCode).toBe(0);
  });
});

describe('making one', () => {
  test('an existing one is never replaced', async () => {
    expect(await createSandbox(dir)).toEqual({ ok: false, error: { code: 'sandbox-exists', dir } });
  });

  test('a folder with somebody’s files is left alone', async () => {
    const taken = join(workDir, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'thesis.odt'), 'years of work');
    expect(await createSandbox(taken)).toMatchObject({ ok: false, error: { code: 'sandbox-dir-taken' } });
    expect(await destroySandbox(taken, { isForced: true })).toMatchObject({
      ok: false,
      error: { code: 'sandbox-absent' },
    });
    expect(await readFile(join(taken, 'thesis.odt'), 'utf8')).toBe('years of work');
  });

  test('a cancelled attempt leaves nothing', async () => {
    const cancel = new AbortController();
    const cancelled = join(workDir, 'cancelled');
    const attempt = createSandbox(cancelled, { signal: cancel.signal, onProgress: () => cancel.abort() });
    expect(await attempt).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(existsSync(cancelled)).toBe(false);
  });

  test('somebody’s own tree becomes the box’s /var/lib/qubes', async () => {
    const treeDir = join(workDir, 'tree');
    const own = join(workDir, 'own');
    await mkdir(join(treeDir, 'appvms/mine'), { recursive: true });
    await writeFile(
      join(treeDir, 'qubes.xml'),
      '<QubesVmCollection><QubesAppVm qid="1" name="mine" autostart="True"/></QubesVmCollection>',
    );
    await writeFile(join(treeDir, 'appvms/mine/private.img'), randomBytes(100_000));
    await chmod(join(treeDir, 'appvms'), 0o750);
    expect(await createSandbox(own, { from: treeDir })).toEqual({ ok: true, value: undefined });
    const stdout = new PassThrough();
    const script =
      'cd /var/lib/qubes; stat -c %a appvms; sha1sum < appvms/mine/private.img; ls /etc/systemd/system/multi-user.target.wants';
    const collected = buffer(stdout);
    await execInSandbox(own, { argv: ['sh', '-c', script], stdin: Readable.from([]), stdout, stderr: process.stderr });
    stdout.end();
    const digest = sha1(await readFile(join(treeDir, 'appvms/mine/private.img')));
    expect((await collected).toString()).toBe(`750\n${digest}  -\nqubes-vm@mine.service\n`);
    expect((await destroySandbox(own, { isForced: true })).ok).toBe(true);
    expect(existsSync(own)).toBe(false);
  });
});
