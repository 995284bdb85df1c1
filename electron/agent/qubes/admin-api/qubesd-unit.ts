import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';

const unitCommand = (verb: 'start' | 'stop'): Command => ({
  program: '/usr/bin/systemctl',
  args: [verb, 'qubesd.service'],
});

/** qubesd's unit of systemd. Either is done where it is done already, and comes back when it is. */
export class QubesdUnit {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  stop(): Promise<Result<void, Failure>> {
    return this.#run('stop');
  }

  start(): Promise<Result<void, Failure>> {
    return this.#run('start');
  }

  async #run(verb: 'start' | 'stop'): Promise<Result<void, Failure>> {
    const output = await this.#runner.run(unitCommand(verb));
    return output.ok ? done : output;
  }
}
