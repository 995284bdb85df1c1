import { join } from 'node:path';
import PQueue from 'p-queue';
import { ok } from '#shared/base/result.ts';
import type { Core2Options } from '../agent-options.ts';
import { SystemChecks } from '../checks/system-checks.ts';
import { DeviceAttachments } from '../devices/device-attachments.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import { SandboxGuests } from '../hypervisor/sandbox-guests/sandbox-guests.ts';
import { XlHypervisor } from '../hypervisor/xl/xl-hypervisor.ts';
import { InventoryWatch } from '../inventory/inventory-watch.ts';
import { lookAround } from '../inventory/look-around.ts';
import { timestampNow } from '../job-parts.ts';
import { adoptStrayOperation } from '../operations/adopt-stray.ts';
import { cloneOperation } from '../operations/clone.ts';
import { createOperation } from '../operations/create.ts';
import { DisposableVms } from '../operations/disposable-vms.ts';
import { freeKeptOperation } from '../operations/free-kept.ts';
import { markRevisionOperation } from '../operations/mark-revision.ts';
import { migrateOperation } from '../operations/migrate.ts';
import type { OperationPorts } from '../operations/plan-draft.ts';
import { Planner } from '../operations/planner.ts';
import { removeOperation } from '../operations/remove-vm.ts';
import { renameOperation } from '../operations/rename-vm.ts';
import { resizeOperation } from '../operations/resize.ts';
import { restoreKeptOperation } from '../operations/restore-kept.ts';
import { removeStrayOperation } from '../operations/remove-stray.ts';
import { repairOperation } from '../operations/repair.ts';
import { revertOperation } from '../operations/revert.ts';
import { setAutostartOperation } from '../operations/set-autostart.ts';
import { setNamingOperation } from '../operations/set-naming.ts';
import { setRevisionsOperation } from '../operations/set-revisions.ts';
import { VmPower } from '../operations/vm-power.ts';
import type { WholeVmPorts } from '../operations/whole-vm-ports.ts';
import { Core2Confs } from '../qubes/core2/core2-confs.ts';
import { Core2DisposableFiles } from '../qubes/core2/core2-disposable-files.ts';
import { Core2FolderMover } from '../qubes/core2/core2-folder-mover.ts';
import { Core2Folders } from '../qubes/core2/core2-folders.ts';
import { moveDvmLinks } from '../qubes/core2/dvm-links.ts';
import { savefileInUse } from '../qubes/core2/dvm-savefile.ts';
import { QubesXmlRegistry } from '../qubes/core2/qubes-xml-registry.ts';
import { Ext4Formatter } from '../storage/ext4-formatter.ts';
import { FileChecks } from '../storage/file/file-checks.ts';
import { FileRevisions } from '../storage/file/file-revisions.ts';
import { FileSessions } from '../storage/file/file-sessions.ts';
import { FileStorage } from '../storage/file/file-storage.ts';
import { RootImageFiles } from '../storage/file/root-image-files.ts';
import { usedBytesUnder } from '../storage/file/used-bytes-under.ts';
import { autoextendThresholdFraction } from '../storage/lvm/autoextend-threshold.ts';
import { LvmChecks } from '../storage/lvm/lvm-checks.ts';
import { LvmDeviceClaims } from '../storage/lvm/lvm-device-claims.ts';
import { LvmRevisions } from '../storage/lvm/lvm-revisions.ts';
import { LvmOwnedVolumes } from '../storage/lvm/lvm-owned-volumes.ts';
import { LvmSessions } from '../storage/lvm/lvm-sessions.ts';
import { LvmStorage } from '../storage/lvm/lvm-storage.ts';
import { NamingFile } from '../storage/naming-file.ts';
import { AutostartLinks } from '../systemd/autostart-links.ts';
import type { System, SystemContext } from './system.ts';

const lookIntervalMs = 30_000;

/** A dom0 of core-2, on a real machine or in the sandbox's box. */
export async function core2System(
  options: Core2Options & { readonly guestScript: string },
  context: SystemContext,
): Promise<System> {
  const { runner, jobs, onInventoryChanged } = context;
  const registry = new QubesXmlRegistry(options.registryPath);
  const naming = await NamingFile.read(join(options.stateDir, 'volume-names'));
  const storage = {
    file: new FileStorage(runner, options.qubesDir),
    lvm: new LvmStorage(runner, await autoextendThresholdFraction(runner), naming),
  };
  // Sessions prune revisions, and people pin them.
  const lvmTurns = new PQueue({ concurrency: 1 });
  const sessions = { file: new FileSessions(), lvm: new LvmSessions(runner, lvmTurns, naming) };
  const hypervisor: Hypervisor =
    options.hypervisor === 'xl'
      ? new XlHypervisor(runner)
      : new SandboxGuests({
          runner,
          stateDir: options.guestsDir,
          node: process.execPath,
          guestScript: options.guestScript,
        });
  const links = new AutostartLinks(options.autostartDir);
  const inventory = new InventoryWatch({
    look: () => lookAround({ registry, storage, hypervisor, autostartLinks: () => links.list(), now: timestampNow }),
    onChanged: onInventoryChanged,
    intervalMs: lookIntervalMs,
  });
  const look = () => inventory.look();
  const folders = new Core2Folders(options.qubesDir, runner);
  const ports: OperationPorts = {
    registry,
    folders,
    storage,
    naming,
    formatter: new Ext4Formatter(runner),
    rootImages: new RootImageFiles(options.qubesDir),
    sessions,
    revisions: { file: new FileRevisions(runner), lvm: new LvmRevisions(runner, lvmTurns) },
    hypervisor,
    savefileInUse: (vmDir) => savefileInUse(options.qubesDir, vmDir),
  };
  const checks = new SystemChecks({
    hypervisor,
    storage: { file: new FileChecks(options.qubesDir), lvm: new LvmChecks(runner, naming) },
    autostartLinks: () => links.list(),
    removeAutostartLink: (vm) => links.set(vm, false),
    jobs,
    now: timestampNow,
  });
  const wholeVm: WholeVmPorts = {
    ...ports,
    owned: new LvmOwnedVolumes(runner),
    mover: new Core2FolderMover(options.qubesDir),
    usedBytesUnder,
    confs: new Core2Confs(),
    links,
    moveDvmLinks: (fromDir, toDir) => moveDvmLinks(options.qubesDir, fromDir, toDir),
  };
  const planner = new Planner({
    operations: {
      migrate: migrateOperation(ports),
      clone: cloneOperation(ports),
      create: createOperation(ports),
      rename: renameOperation(wholeVm),
      'set-naming': setNamingOperation({ ...wholeVm, naming }),
      remove: removeOperation(wholeVm),
      resize: resizeOperation(ports),
      'restore-kept': restoreKeptOperation(ports),
      'free-kept': freeKeptOperation(ports),
      'set-autostart': setAutostartOperation({ registry, links }),
      repair: repairOperation({ registry, checks }),
      'remove-stray': removeStrayOperation({ registry, checks }),
      'adopt-stray': adoptStrayOperation({ registry, checks }),
      'set-revisions': setRevisionsOperation(ports),
      'mark-revision': markRevisionOperation(ports),
      revert: revertOperation(ports),
    },
    look,
    jobs,
  });
  const devices = new DeviceAttachments({
    registry,
    hypervisor,
    runner,
    images: storage.file,
    claims: new LvmDeviceClaims(runner),
    qubesDir: options.qubesDir,
  });
  const running = { sessions, hypervisor, look, jobs };
  const disposables = new DisposableVms({ ...running, registry, files: new Core2DisposableFiles(options.runDir) });
  const kernelsDir = join(options.qubesDir, 'vm-kernels');
  const power = new VmPower({ ...running, folders, kernelsDir, disposables });
  const check = async () => {
    const contents = await registry.read();
    return contents.ok ? ok(await checks.run(contents.value, null)) : contents;
  };
  return { inventory, recover: () => Promise.resolve(), checks: check, planner, power, devices };
}
