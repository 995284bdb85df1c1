import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobId, Timestamp } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { openJobJournal } from '../jobs/job-journal.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import type { Step } from '../jobs/step.ts';
import type { PowerSupply } from './power-supply.ts';

/** Runs one job with a journal on the disk; each agent that looks at it knows nothing but that journal. */
export class PowerCutJobs {
  readonly #power: PowerSupply;
  readonly #stepsOf: (plan: Plan) => readonly Step[];
  #dir = '';

  constructor(power: PowerSupply, stepsOf: (plan: Plan) => readonly Step[]) {
    this.#power = power;
    this.#stepsOf = stepsOf;
  }

  /** False when the job came to its end before so many changes, those of the journal among them. */
  async cutAfter(changes: number, plan: Plan): Promise<boolean> {
    this.#dir = await mkdtemp(join(tmpdir(), 'qsm-cut-'));
    const agent = this.#agent();
    // One more for the plan itself: a job that is not in the journal never was.
    return this.#cutAfter(changes + 1, async () => {
      agent.start(plan);
      await agent.idle();
    });
  }

  /** The same with what a new agent finds; a second power cut in the middle of it leaves as much to find. */
  async goOn(how: 'resume' | 'discard', changes = Infinity): Promise<Job> {
    const agent = this.#agent();
    const { id } = onlyJob(agent);
    await this.#cutAfter(changes, async () => {
      const begun = how === 'resume' ? agent.resume(id) : await agent.discard(id).catch(() => undefined);
      if (begun?.ok === false) throw new Error(`${how}: ${begun.error.code}`);
      await agent.idle();
    });
    return this.job();
  }

  job(): Job {
    return onlyJob(this.#agent());
  }

  remove(): Promise<void> {
    return rm(this.#dir, { recursive: true, force: true });
  }

  async #cutAfter(changes: number, work: () => Promise<void>): Promise<boolean> {
    this.#power.changesLeft = changes;
    await work();
    const isCut = this.#power.changesLeft <= 0;
    this.#power.changesLeft = Infinity;
    return isCut;
  }

  #agent(): JobRunner {
    return new JobRunner({
      journal: this.#power.over(openJobJournal(this.#dir), 'append'),
      stepsOf: this.#stepsOf,
      newJobId: () => 'j1' as JobId,
      now: () => '2026-11-23T12:00:00.000Z' as Timestamp,
      recordCommands: (_listener, work) => work(),
      onDefect: () => 'ref',
      onChanged: () => undefined,
    });
  }
}

function onlyJob(agent: JobRunner): Job {
  const [job] = agent.list();
  if (job === undefined) throw new Error('there is no job');
  return job;
}
