import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addJobs(program: Command, run: RunCommand): void {
  const { commands } = cliText;
  const jobs = program
    .command('jobs')
    .description(commands.jobs)
    .action(() => run(async (context) => (await import('../commands/list-jobs.ts')).listJobs(context)));
  const control = () => import('../commands/control-job.ts');
  jobs
    .command('cancel <id>')
    .description(commands.jobsCancel)
    .action((id: string) => run(async (context) => (await control()).cancelJob(context, id)));
  jobs
    .command('resume <id>')
    .description(commands.jobsResume)
    .action((id: string) => run(async (context) => (await control()).resumeJob(context, id)));
  jobs
    .command('discard <id>')
    .description(commands.jobsDiscard)
    .action((id: string) => run(async (context) => (await control()).discardJob(context, id)));
}
