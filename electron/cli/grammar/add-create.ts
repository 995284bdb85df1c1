import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Bytes } from '#shared/base/bytes.ts';
import { vmLabels, type NewVmClass, type VmLabel } from '#shared/domain/vm.ts';
import { storageTypes } from '#shared/domain/volume.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { poolCommandsText } from '#shared/text/pool-commands-text.ts';
import { poolRoles, type CreateOptions, type PoolNames } from '../commands/create-vm.ts';
import { quietContext } from '../quiet-context.ts';
import { readSize } from '../read-size.ts';
import type { RunCommand } from '../run-command.ts';

/** What is typed for a class. */
const classes = {
  app: 'AppVM',
  net: 'NetVM',
  proxy: 'ProxyVM',
  template: 'TemplateVM',
  standalone: 'StandaloneVM',
  hvm: 'HVM',
  'template-hvm': 'TemplateHVM',
} as const satisfies Record<string, NewVmClass>;

export function addCreate(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const create = (name: string, given: CreateOptions, isQuiet: boolean): Promise<void> =>
    run(async (context) =>
      (await import('../commands/create-vm.ts')).createVm(isQuiet ? quietContext(context) : context, name, given),
    );
  program
    .command('create <name>')
    .description(commands.create)
    .addOption(new Option('--class <class>', options.class).choices(Object.keys(classes)).default('app'))
    .option('--template <vm>', options.template)
    .addOption(new Option('--label <label>', options.label).choices(vmLabels))
    .option('--netvm <vm>', options.netvm)
    .addOption(new Option('--storage <storage>', options.storage).choices(storageTypes))
    .option('--pool <[volume=]name>', options.newPool, parsePool)
    .option('--for-disposables', options.forDisposables)
    .option('--root-size <size>', options.rootSize, parseSize)
    .option('--private-size <size>', options.privateSize, parseSize)
    .option('--memory <mib>', options.memory, parseCount)
    .option('--vcpus <count>', options.vcpus, parseCount)
    .option('--internal', options.internal)
    .option('--dry-run', options.dryRun)
    .action((name: string, given: Omit<CreateOptions, 'class'> & { class: keyof typeof classes }) =>
      create(name, { ...given, class: classes[given.class] }, false),
    );
  addQvmCreate(program, create);
}

interface QvmCreateOptions {
  readonly template?: string;
  readonly label: VmLabel;
  readonly proxy?: true;
  readonly net?: true;
  readonly hvm?: true;
  readonly hvmTemplate?: true;
  readonly standalone?: true;
  readonly mem?: number;
  readonly vcpus?: number;
  readonly internal?: true;
  readonly rootCopyFrom?: string;
  readonly rootMoveFrom?: string;
  readonly quiet?: true;
}

/** The original's arguments (facts/qubes-r2.md §5.2). */
function addQvmCreate(
  program: Command,
  create: (name: string, given: CreateOptions, isQuiet: boolean) => Promise<void>,
): void {
  const { options, commands, qvmCreate } = cliText;
  const kinds = ['proxy', 'net', 'hvm', 'hvmTemplate', 'standalone'];
  const kind = (flags: string, name: string): Option =>
    new Option(flags, qvmCreate[name as keyof typeof qvmCreate]).conflicts(kinds.filter((other) => other !== name));
  program
    .command('qvm-create <name>')
    .description(commands.qvmCreate)
    .option('-t, --template <vm>', options.template)
    .addOption(new Option('-l, --label <label>', options.label).choices(vmLabels).makeOptionMandatory())
    .addOption(kind('-p, --proxy', 'proxy'))
    .addOption(kind('-n, --net', 'net'))
    .addOption(kind('-H, --hvm', 'hvm'))
    .addOption(kind('--hvm-template', 'hvmTemplate'))
    .addOption(kind('-s, --standalone', 'standalone'))
    .option('-m, --mem <mib>', options.memory, parseCount)
    .option('-c, --vcpus <count>', options.vcpus, parseCount)
    .option('-i, --internal', options.internal)
    .addOption(new Option('-r, --root-copy-from <file>', qvmCreate.rootCopy).conflicts('rootMoveFrom'))
    .addOption(new Option('-R, --root-move-from <file>', qvmCreate.rootMove))
    .option('-q, --quiet', options.quiet)
    .option('--force-root', options.forceRoot)
    .action((name: string, given: QvmCreateOptions) => {
      const { template, label, mem, vcpus, internal, rootCopyFrom, rootMoveFrom } = given;
      const root = rootMoveFrom ?? rootCopyFrom;
      const rootImage = root === undefined ? undefined : { path: resolve(root), isMoved: rootMoveFrom !== undefined };
      return create(
        name,
        { class: classOf(given), template, label, memory: mem, vcpus, internal, rootImage },
        given.quiet === true,
      );
    });
}

function classOf({ proxy, net, hvm, hvmTemplate, standalone }: QvmCreateOptions): NewVmClass {
  if (proxy) return 'ProxyVM';
  if (net) return 'NetVM';
  if (hvm) return 'HVM';
  if (hvmTemplate) return 'TemplateHVM';
  return standalone ? 'StandaloneVM' : 'AppVM';
}

/** `POOL`, or `VOLUME=POOL` as often as there are volumes. */
function parsePool(text: string, before: PoolNames = { all: undefined, of: {} }): PoolNames {
  const [volume = '', name] = text.includes('=') ? text.split('=', 2) : [text];
  if (name === undefined) return { ...before, all: volume };
  const role = poolRoles.find((known) => known === volume);
  if (role === undefined || name === '') throw new InvalidArgumentError(poolCommandsText.notAPool);
  return { ...before, of: { ...before.of, [role]: name } };
}

function parseSize(text: string): Bytes {
  const size = readSize(text);
  if (size === null) throw new InvalidArgumentError(cliText.notASize);
  return size;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError(cliText.notACount);
  return Number(text);
}
