import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobRecord } from '../../cli/output/job-record.ts';
import type { PoolRecord } from '../../cli/output/pool-record.ts';
import type { VmRecord } from '../../cli/output/vm-record.ts';
import { aLabBox, type LabBox } from '../../lab/lab-box.ts';
import { findAppRoot } from '../../sandbox/app-root.ts';
import { boxAppDir } from '../../sandbox/box-layout.ts';

/** An R4 in the box: the built command line as root beside a stand-in qubesd, on real thin pools of one name in two groups (T4). */
let box: LabBox;

const registry = '/var/lib/qubes/qubes.xml';
/** systemd, as far as qubesd's unit goes. With this file there, stopping qubesd is the last that the agent lives to see. */
const killsAgent = '/run/kill-agent';
const systemctl = `#!/bin/bash
case "$1" in
  stop)
    if [ -e /run/qubesd.pid ]; then kill "$(cat /run/qubesd.pid)"; while [ -e "/proc/$(cat /run/qubesd.pid)" ]; do sleep 0.05; done; rm /run/qubesd.pid; fi
    if [ -e ${killsAgent} ]; then rm ${killsAgent}; kill -KILL $(pgrep --full '[a]gent\\.mjs.*--system admin'); fi;;
  start)
    [ -e /run/qubesd.pid ] && exit 0
    setsid node ${boxAppDir}/dist/stand-in-for-tests.mjs /run/qubesd.sock ${registry} r4_a r4_b > /run/qubesd.log 2>&1 < /dev/null &
    echo $! > /run/qubesd.pid
    for try in {1..200}; do [ -S /run/qubesd.sock ] && exit 0; sleep 0.05; done; exit 1;;
esac
`;
const makeR4 = `
  systemd=/usr/bin/systemctl; rm --force $systemd; cat > $systemd; chmod 755 $systemd
  mv ${registry} /var/lib/qubes/core2.xml
  for group in r4_a r4_b; do
    truncate --size=400M /tmp/$group.img
    loop=$(losetup --find --show /tmp/$group.img)
    vgcreate --quiet $group $loop
    lvcreate --quiet --type thin-pool --size 300M --name vm-pool $group
  done
  make() { lvcreate --quiet --thin --virtualsize 33554432b --setactivationskip n --name "$1" r4_a/vm-pool; }
  snap() { lvcreate --quiet --snapshot --setactivationskip n --activate y --name "$2" "r4_a/$1"; }
  make vm-vault-private; dd if=/dev/urandom of=/dev/r4_a/vm-vault-private bs=1M count=5 seek=7 oflag=direct
  snap vm-vault-private vm-vault-private-1795433449-back
  dd if=/dev/urandom of=/dev/r4_a/vm-vault-private bs=64k count=1 oflag=direct
  make vm-personal-private; snap vm-personal-private vm-personal-private-snap
  dd if=/dev/urandom of=/dev/r4_a/vm-personal-private-snap bs=1M count=8 oflag=direct
  make vm-work-private; snap vm-work-private vm-work-private-snap; lvchange --activate n r4_a/vm-work-private-snap
  systemctl start qubesd
`;

beforeAll(async () => {
  const root = findAppRoot();
  const testing = 'electron/agent/qubes/admin-api/testing';
  await build({
    entryPoints: { 'stand-in-for-tests': join(root, testing, 'stand-in-main.ts') },
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
    define: { 'import.meta.dirname': JSON.stringify(join(boxAppDir, testing)) },
    logLevel: 'warning',
  });
  box = await aLabBox();
  const script = `base64 --decode <<< ${Buffer.from(systemctl).toString('base64')} > /run/systemctl; exec < /run/systemctl\n${makeR4}`;
  await box.sh(script);
}, 120_000);
afterAll(() => box.destroy());

/** What the command line prints in the box; its end, whatever it is, is the last line. */
async function cli(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly printed: unknown; readonly said: string }> {
  const command = `qubes-storage --system admin --qubesd-socket /var/run/qubesd.sock --json ${args.join(' ')}`;
  const output = await box.sh(
    `${command} > /tmp/out 2> /tmp/err && status=0 || status=$?; cat /tmp/out; echo; echo "@$status"; cat /tmp/err`,
  );
  const [printed = '', rest = ''] = output.split(/\n@/);
  const [status = '', ...said] = rest.split('\n');
  return {
    status: Number(status),
    printed: JSON.parse(printed.trim() === '' ? '[]' : printed) as unknown,
    said: said.join('\n'),
  };
}

const privateOf = async (vm: string) => {
  const { printed } = await cli('ls');
  return (printed as readonly VmRecord[])
    .find(({ name }) => name === vm)
    ?.volumes.find(({ role }) => role === 'private');
};
const digest = (vid: string) => box.sh(`sha256sum < /dev/${vid}`);

test('LVM tells root what qubesd cannot: the pools, and what a running VM has written', async () => {
  const { printed: pools } = await cli('pools');
  const pool = (pools as readonly PoolRecord[]).find(({ name }) => name === 'vm-pool');
  expect(pool).toMatchObject({ sizeBytes: 300 * 2 ** 20, health: 'ok', startGate: { isClosed: false } });
  const personal = await privateOf('personal');
  expect(personal).toMatchObject({ isUsageLive: true, pool: 'vm-pool' });
  expect(personal?.usedBytes).toBeGreaterThan(7 * 2 ** 20);
}, 60_000);

test('a session that was not written back is seen though its volume is not active (T3)', async () => {
  const refused = await cli('migrate', 'work', '--to', 'data', '--in-place', '--dry-run');
  expect([refused.status, refused.said]).toEqual([3, expect.stringContaining('was not written back')]);
}, 60_000);

test('a qube moves in place between pools of one name, and the agent is killed while qubesd is stopped', async () => {
  const before = await digest('r4_a/vm-vault-private');
  await box.sh(`touch ${killsAgent}`);
  await cli('migrate', 'vault', '--to', 'data', '--in-place');
  // The next agent starts qubesd before anything else.
  const { printed: jobs } = (await cli('jobs')) as { readonly printed: readonly JobRecord[] };
  expect(jobs).toMatchObject([{ vm: 'vault', state: 'interrupted', canResume: true, canDiscard: true }]);
  expect(await box.sh('cat /run/qubesd.pid')).not.toBe('');
  expect(await cli('jobs', 'resume', jobs[0]?.id ?? '')).toMatchObject({ status: 0 });
  expect(await digest('r4_b/vm-vault-private')).toBe(before);
  expect(await privateOf('vault')).toMatchObject({ pool: 'data', sizeBytes: 33_554_432 });
  const written = await box.sh(
    `grep 'vm-vault-' ${registry}; ls /var/lib/qubes; lvs --noheadings --options lv_full_name,lv_tags r4_a r4_b`,
  );
  expect(written).toMatch(/name="private" pool="data" vid="r4_b\/vm-vault-private" revisions_to_keep="1" rw="True"/);
  expect(written).toMatch(/name="volatile" pool="data" vid="r4_b\/vm-vault-volatile"/);
  expect(written).toMatch(/r4_b\/vm-vault-private *\n/);
  expect(written).toMatch(/r4_a\/vm-vault-private\.kept-\S+-1795433449-back +\S*kept=/);
  expect(written).toMatch(/^qubes\.xml\.before-/m);
}, 120_000);

test('what was kept is listed, and freed with its revision when a person asks', async () => {
  const { printed } = await cli('kept', 'ls');
  expect(printed).toMatchObject([
    { vm: 'vault', role: 'private', path: expect.stringContaining('/dev/r4_a/vm-vault-private.kept-') as string },
  ]);
  const freed = await cli('kept', 'free', 'vault', '--yes');
  expect([freed.status, freed.said]).toEqual([0, '']);
  expect(await box.sh('lvs --noheadings --options lv_full_name r4_a')).not.toContain('vault');
}, 60_000);
