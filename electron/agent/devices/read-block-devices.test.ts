import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { readBlockDevices } from './read-block-devices.ts';
import { recordedDevices } from './testing/recorded-dom0.ts';

/** A sysfs with these files, and links to folders of it. */
async function aSysfs(files: Readonly<Record<string, string | Buffer>>, links: Readonly<Record<string, string>>) {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-sysfs-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const parentOf = (path: string) => mkdir(join(dir, dirname(path)), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await parentOf(path);
    await writeFile(join(dir, path), content);
  }
  for (const [path, target] of Object.entries(links)) {
    await parentOf(path);
    await symlink(join(dir, target), join(dir, path));
  }
  return readBlockDevices(join(dir, 'class/block'));
}

test('what a box recorded: disks, partitions, mapped devices and loop devices, and no loop device that is unused', async () => {
  const devices = new Map((await recordedDevices()).map((device) => [device.name, device]));
  expect(devices.has('loop14')).toBe(false);
  expect(devices.get('ubdc1')).toEqual({
    name: 'ubdc1',
    number: '98:33',
    sizeBytes: mib(63),
    isReadOnly: false,
    partition: { disk: 'ubdc', startSector: 2048 },
    slaves: [],
    holders: [],
    model: null,
    // The driver prints "(null)".
    serial: null,
    diskSequence: devices.get('ubdc')?.diskSequence,
    mapped: null,
    backingFile: null,
  });
  expect(devices.get('dm-2')).toMatchObject({ slaves: ['dm-0', 'dm-1'], mapped: { name: 'qubes_dom0-pool0-tpool' } });
  expect(devices.get('ubdb')?.holders).toEqual(expect.arrayContaining(['dm-0', 'dm-1']));
  expect(devices.get('loop10')?.backingFile?.path).toBe('/var/lib/qubes/vm-templates/fc20/root-cow.img');
  expect(devices.get('loop9p1')?.partition?.disk).toBe('loop9');
});

test('a stick has the serial of its USB device, and its partitions have it too', async () => {
  const usb = 'devices/pci0000:00/0000:00:14.0/usb1/1-4';
  const disk = `${usb}/1-4:1.0/host6/target6:0:0/6:0:0:0/block/sdb`;
  const devices = await aSysfs(
    {
      [`${usb}/idVendor`]: '0781\n',
      [`${usb}/serial`]: '4C530001230524116195\n',
      [`${usb}/1-4:1.0/host6/target6:0:0/6:0:0:0/vendor`]: 'SanDisk \n',
      [`${usb}/1-4:1.0/host6/target6:0:0/6:0:0:0/model`]: 'Ultra           \n',
      ...Object.fromEntries(
        Object.entries({ dev: '8:16', size: '4096', ro: '1' }).map(([k, v]) => [`${disk}/${k}`, v]),
      ),
      ...Object.fromEntries(
        Object.entries({ dev: '8:17', size: '2048', ro: '1', partition: '1', start: '2048' }).map(([k, v]) => [
          `${disk}/sdb1/${k}`,
          v,
        ]),
      ),
    },
    {
      [`${disk}/device`]: `${usb}/1-4:1.0/host6/target6:0:0/6:0:0:0`,
      'class/block/sdb': disk,
      'class/block/sdb1': `${disk}/sdb1`,
    },
  );
  for (const device of devices) {
    expect(device).toMatchObject({ model: 'SanDisk Ultra', serial: '4C530001230524116195', isReadOnly: true });
  }
  expect(devices.map(({ partition }) => partition?.disk ?? null)).toEqual([null, 'sdb']);
});

test('a SATA disk has its serial in a page, and no vendor', async () => {
  const page = Buffer.concat([Buffer.from([0, 0x80, 0, 8]), Buffer.from('  S3Z9NB')]);
  const device = 'devices/pci0000:00/ata1/host0/target0:0:0/0:0:0:0';
  const [disk] = await aSysfs(
    {
      [`${device}/vendor`]: 'ATA     ',
      [`${device}/model`]: 'Samsung SSD 860 ',
      [`${device}/vpd_pg80`]: page,
      [`${device}/block/sda/dev`]: '8:0',
      [`${device}/block/sda/size`]: '4096',
    },
    { [`${device}/block/sda/device`]: device, 'class/block/sda': `${device}/block/sda` },
  );
  expect(disk).toMatchObject({ model: 'Samsung SSD 860', serial: 'S3Z9NB' });
});

test('ramdisks, and what goes while it is looked at, are left out', async () => {
  const virtual = 'devices/virtual/block';
  const devices = await aSysfs(
    { [`${virtual}/ram0/dev`]: '1:0', [`${virtual}/ram0/size`]: '8192', [`${virtual}/sdz/size`]: '8192' },
    { 'class/block/ram0': `${virtual}/ram0`, 'class/block/sdz': `${virtual}/sdz`, 'class/block/sdy': `${virtual}/sdy` },
  );
  expect(devices).toEqual([]);
});
