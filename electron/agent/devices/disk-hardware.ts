import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kernelText } from './kernel-text.ts';

export interface DiskHardware {
  readonly model: string | null;
  readonly serial: string | null;
}

/** What a disk says of itself, from its folder in sysfs. */
export async function diskHardware(diskDir: string): Promise<DiskHardware> {
  const [vendor, model, serial] = await Promise.all([
    kernelText(join(diskDir, 'device/vendor')),
    kernelText(join(diskDir, 'device/model')),
    serialOf(diskDir),
  ]);
  // libata calls the vendor of every disk so; of NVMe and virtio disks it is a number.
  const isName = vendor !== null && vendor !== 'ATA' && !vendor.startsWith('0x');
  return { model: model !== null && isName ? `${vendor} ${model}` : model, serial };
}

/** virtio and NVMe tell it themselves, a stick's USB device does for it, and SCSI disks have it in a page of their own. */
async function serialOf(diskDir: string): Promise<string | null> {
  return (
    (await kernelText(join(diskDir, 'serial'))) ??
    (await kernelText(join(diskDir, 'device/serial'))) ??
    (await usbSerial(diskDir)) ??
    (await scsiSerial(diskDir))
  );
}

async function usbSerial(diskDir: string): Promise<string | null> {
  const device = await realpath(join(diskDir, 'device')).catch(() => null);
  if (device === null) return null;
  for (let dir = device; dir !== dirname(dir); dir = dirname(dir)) {
    if ((await kernelText(join(dir, 'idVendor'))) !== null) return kernelText(join(dir, 'serial'));
  }
  return null;
}

/** SPC, "Unit Serial Number VPD page": a header of four bytes, the length in its last two. */
async function scsiSerial(diskDir: string): Promise<string | null> {
  const page = await readFile(join(diskDir, 'device/vpd_pg80')).catch(() => null);
  if (page === null || page.length < 4) return null;
  const serial = page
    .subarray(4, 4 + page.readUInt16BE(2))
    .toString('latin1')
    .trim();
  return serial === '' ? null : serial;
}
