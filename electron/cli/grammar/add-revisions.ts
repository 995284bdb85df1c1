import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { noteLimit, type RevertibleRole } from '#shared/domain/action.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { revisionText } from '#shared/text/revision-text.ts';
import type { RevisionMarks } from '../commands/mark-revision.ts';
import type { RunCommand } from '../run-command.ts';

const roles: readonly RevertibleRole[] = ['root', 'private'];

export function addRevisions(program: Command, run: RunCommand): void {
  const { options, commands } = revisionText;
  const volume = () => new Option('--volume <role>', options.volume).choices(roles);
  program
    .command('revert <vm>')
    .description(commands.revert)
    .addOption(volume())
    .option('--to <revision>', options.to)
    .option('--yes', options.sure)
    .option('--dry-run', cliText.options.dryRun)
    .action(
      (vm: string, { yes, dryRun, ...given }: { volume?: RevertibleRole; to?: string; yes?: true; dryRun?: true }) =>
        run(async (context) => {
          const { revertVm } = await import('../commands/revert-vm.ts');
          return revertVm(context, vm, { ...given, isSure: yes === true, isDryRun: dryRun === true });
        }),
    );

  const revisions = program.command('revisions').description(commands.revisions);
  revisions
    .command('ls <vm>', { isDefault: true })
    .addArgument(new Argument('[role]').choices(roles))
    .description(commands.ls)
    .action((vm: string, role: string | undefined) =>
      run(async (context) => (await import('../commands/list-revisions.ts')).listRevisions(context, vm, role)),
    );
  const mark = async (vm: string, revision: string, given: { volume?: RevertibleRole }, marks: RevisionMarks) =>
    run(async (context) =>
      (await import('../commands/mark-revision.ts')).markRevision(context, vm, { revision, ...given }, marks),
    );
  revisions
    .command('pin <vm> <revision>')
    .description(commands.pin)
    .addOption(volume())
    .action((vm: string, revision: string, given: { volume?: RevertibleRole }) =>
      mark(vm, revision, given, { isPinned: true }),
    );
  revisions
    .command('unpin <vm> <revision>')
    .description(commands.unpin)
    .addOption(volume())
    .action((vm: string, revision: string, given: { volume?: RevertibleRole }) =>
      mark(vm, revision, given, { isPinned: false }),
    );
  const note = new Argument('<note>').argParser((given: string) => {
    if (given.length <= noteLimit) return given;
    throw new InvalidArgumentError(revisionText.noteTooLong(noteLimit));
  });
  revisions
    .command('note <vm> <revision>')
    .addArgument(note)
    .description(commands.note)
    .addOption(volume())
    .action((vm: string, revision: string, text: string, given: { volume?: RevertibleRole }) =>
      mark(vm, revision, given, { note: text === '' ? null : text }),
    );
}
