import { readdir } from 'node:fs/promises';
import type { VmName } from '#shared/domain/ids.ts';
import { connectAgent } from '../../agent-client/agent-connection.ts';
import { agentSocketInBox, autostartDir } from '../box-layout.ts';

/** systemd is not in the box: this is its `multi-user.target`, as far as VMs have a part in it. */
async function wantedVms(): Promise<readonly VmName[]> {
  const links = await readdir(autostartDir);
  return links
    .map((link) => /^qubes-vm@(.+)\.service$/.exec(link)?.[1])
    .filter((name) => name !== undefined) as VmName[];
}

/** Has the agent start every VM that has an autostart link. One that does not start keeps no other from it. */
export async function startAutostartedVms(): Promise<void> {
  const agent = await connectAgent(agentSocketInBox);
  if (!agent.ok) return;
  const starts = (await wantedVms()).map(async (vm) => {
    const started = await agent.value.request('vm.start', { vm });
    if (!started.ok) process.stderr.write(`supervisor: ${vm} was not started: ${JSON.stringify(started.error)}\n`);
  });
  await Promise.all(starts);
  agent.value.close();
}
