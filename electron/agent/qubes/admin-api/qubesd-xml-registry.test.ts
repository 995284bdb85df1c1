import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { Command } from '../../exec/command.ts';
import { QubesdUnit } from './qubesd-unit.ts';
import { QubesdXmlRegistry } from './qubesd-xml-registry.ts';

/** As R4.2 writes it: what is False is left out, attributes come in any order, texts and notes are anything. */
const written = `<?xml version='1.0' encoding='utf-8'?>
<qubes version="3.0">
  <domains>
    <domain id="domain-1" class="TemplateVM"><properties><property name="name">fedora</property></properties>
      <tags><tag name="backup-restore-in-progress"/></tags>
      <volume-config>
        <volume vid="vg/vm-fedora-root" name="root" size="10" pool='vm-pool' rw="True" save_on_stop="True"/>
      </volume-config></domain>
    <domain id="domain-2" class="AppVM"><properties><property name="name">dvm</property></properties>
      <features><feature name="x">a &lt;volume&gt; ✓</feature></features>
      <volume-config>
        <volume name="root" pool="vm-pool" vid="vg/vm-dvm-root" snap_on_start="True" size="10" source="vg/vm-fedora-root"/>
        <volume name="private" pool="vm-pool" vid="vg/vm-dvm-private" save_on_stop="True" size="3"/>
      </volume-config></domain>
    <domain id="domain-3" class="DispVM"><properties><property name="name">disp1</property></properties>
      <volume-config>
        <volume name="root" pool="vm-pool" vid="vg/vm-disp1-root" snap_on_start="True" source="vg/vm-dvm-root"/>
      </volume-config></domain>
  </domains>
</qubes>`;

const moved = written
  .replace(
    `vid="vg/vm-fedora-root" name="root" size="10" pool='vm-pool'`,
    `vid="data/vm-fedora-root" name="root" size="10" pool='data'`,
  )
  .replace(
    ' pool="vm-pool" vid="vg/vm-dvm-root" snap_on_start="True" size="10" source="vg/vm-fedora-root"',
    ' snap_on_start="True"',
  )
  .replace(
    ' pool="vm-pool" vid="vg/vm-disp1-root" snap_on_start="True" source="vg/vm-dvm-root"',
    ' snap_on_start="True"',
  );

const fedora = 'fedora' as VmName;
const move = {
  name: 'root',
  from: { pool: 'vm-pool', vid: 'vg/vm-fedora-root' },
  to: { pool: 'data', vid: 'data/vm-fedora-root' },
} as const;

async function aRegistry() {
  const dir = await mkdtemp(join(tmpdir(), 'qubesd-xml-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'qubes.xml');
  await writeFile(path, written, { mode: 0o660 });
  return { dir, path, registry: new QubesdXmlRegistry(path) };
}

test('places are written with every other character left as it was, and whoever is made from them looks again', async () => {
  const { path, registry } = await aRegistry();
  expect(await registry.read(fedora)).toMatchObject({
    value: { lock: { by: 'tag' }, madeFromIt: ['vg/vm-dvm-root', 'vg/vm-disp1-root'] },
  });
  expect(await registry.move(fedora, [move])).toMatchObject({ ok: true });
  expect(await readFile(path, 'utf8')).toBe(moved);
  const { ino } = await stat(path);
  // A second time there is nothing to write.
  expect(await registry.move(fedora, [move])).toMatchObject({ ok: true });
  expect((await stat(path)).ino).toBe(ino);
});

test('a volume that is in neither place was moved by somebody else', async () => {
  const { path, registry } = await aRegistry();
  const elsewhere = { ...move, from: { pool: 'other', vid: 'other/vm-fedora-root' } };
  expect(await registry.move(fedora, [elsewhere])).toMatchObject({ error: { code: 'vm-changed' } });
  expect(await registry.move('nobody' as VmName, [move])).toMatchObject({ error: { code: 'vm-not-found' } });
  expect(await readFile(path, 'utf8')).toBe(written);
});

test('the file is kept once for a job, as it was before the first change', async () => {
  const { dir, registry } = await aRegistry();
  const job = 'j1' as JobId;
  for (let time = 0; time < 2; time += 1) {
    expect(await registry.backUp(job)).toMatchObject({ ok: true });
    await registry.move(fedora, [move]);
  }
  expect((await readdir(dir)).sort()).toEqual(['qubes.xml', 'qubes.xml.before-j1']);
  expect(await readFile(join(dir, 'qubes.xml.before-j1'), 'utf8')).toBe(written);
  expect((await stat(join(dir, 'qubes.xml.before-j1'))).mode & 0o777).toBe(
    (await stat(join(dir, 'qubes.xml'))).mode & 0o777,
  );
});

test('a file that is cut short is damage, and told where', async () => {
  const { path, registry } = await aRegistry();
  await writeFile(path, written.slice(0, 300));
  expect(await registry.read(fedora)).toMatchObject({ error: { code: 'registry-damaged' } });
});

test('qubesd is stopped and started as systemd’s unit', async () => {
  const ran: string[] = [];
  const run = ({ program, args }: Command) => {
    ran.push([program, ...args].join(' '));
    return Promise.resolve(ok(''));
  };
  const unit = new QubesdUnit({ run, startDetached: () => Promise.reject(new Error('nothing stays')) });
  await unit.stop();
  await unit.start();
  expect(ran).toEqual(['/usr/bin/systemctl stop qubesd.service', '/usr/bin/systemctl start qubesd.service']);
});
