import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kernelText } from './kernel-text.ts';

export interface DiskHardware {
  readonly model: string | null;
  readonly serial: string | null;
}

/** What a disk says of itself, from its folder in sysfs. */
export function diskHardware(diskDir: string): DiskHardware {
  const vendor = kernelText(join(diskDir, 'device/vendor'));
  const model = kernelText(join(diskDir, 'device/model'));
  // libata calls the vendor of every disk so; of NVMe and virtio disks it is a number.
  const isName = vendor !== null && vendor !== 'ATA' && !vendor.startsWith('0x');
  return { model: model !== null && isName ? `${vendor} ${model}` : model, serial: serialOf(diskDir) };
}

/** virtio and NVMe tell it themselves, a stick's USB device does for it, and SCSI disks have it in a page of their own. */
function serialOf(diskDir: string): string | null {
  return (
    kernelText(join(diskDir, 'serial')) ??
    kernelText(join(diskDir, 'device/serial')) ??
    usbSerial(diskDir) ??
    scsiSerial(diskDir)
  );
}

function usbSerial(diskDir: string): string | null {
  try {
    let dir = realpathSync.native(join(diskDir, 'device'));
    for (; dir !== dirname(dir); dir = dirname(dir)) {
      if (kernelText(join(dir, 'idVendor')) !== null) return kernelText(join(dir, 'serial'));
    }
  } catch {
    // Mapped devices, and disks that were pulled out meanwhile, have no device.
  }
  return null;
}

/** SPC, "Unit Serial Number VPD page": a header of four bytes, the length in its last two. */
function scsiSerial(diskDir: string): string | null {
  try {
    const page = readFileSync(join(diskDir, 'device/vpd_pg80'));
    const serial = page
      .subarray(4, 4 + page.readUInt16BE(2))
      .toString('latin1')
      .trim();
    return serial === '' ? null : serial;
  } catch {
    return null;
  }
}
