import { existsSync } from 'node:fs';
import type { BoxMessage } from './box-protocol.ts';
import { boxRequestSchema, ownerMessageSchema } from './box-protocol.ts';
import { agentPath, AgentProcess, isAgentUpWithin } from './box/agent-process.ts';
import { relayAgent } from './box/relay-agent.ts';
import { runCommand } from './box/run-command.ts';
import { startAutostartedVms } from './box/start-autostarted-vms.ts';
import type { MachineMode } from './machine/machine-command.ts';
import { encodeCount, encodeFrame } from './mux/frame.ts';
import { MuxConnection } from './mux/mux-connection.ts';
import type { MuxStream } from './mux/mux-stream.ts';
import { seedBox } from './seed/seed-box.ts';

/**
 * The one program that process 1 of the box starts, on the serial line. It keeps the agent running and serves streams
 * to the owner. When it ends, process 1 stops everything else and powers off.
 */
const agentPatienceMs = 20_000;

const write = (bytes: Buffer): void => void process.stdout.write(bytes);
const agent = new AgentProcess();
const tell = (message: BoxMessage): void => connection.sendMessage(message);

function serveStream(stream: MuxStream, request: unknown): void {
  const parsed = boxRequestSchema.parse(request);
  void (parsed.kind === 'agent' ? relayAgent(stream) : runCommand(stream, parsed));
}

async function powerOff(message: unknown): Promise<void> {
  ownerMessageSchema.parse(message);
  await agent.stop();
  process.exit(0);
}

const connection = new MuxConnection({ write, onOpen: serveStream, onMessage: (message) => void powerOff(message) });

process.stdin.on('data', (chunk: Buffer) => {
  // At once: the owner sends no more before it knows that this has been taken off the line.
  write(encodeFrame('line-ack', 0, 0, encodeCount(chunk.length)));
  connection.receive(chunk);
});
process.stdin.on('end', () => process.exit(0));

async function seed(content: 'example' | 'tree'): Promise<void> {
  const outcome = await seedBox(content, (stage, doneFraction) => tell({ kind: 'seed-progress', stage, doneFraction }));
  tell(outcome.ok ? { kind: 'seeded' } : { kind: 'seed-failed', detail: outcome.error.detail });
}

async function serve(): Promise<void> {
  // A checkout that was not built has none; commands can be run in its box all the same.
  if (existsSync(agentPath)) void agent.keepRunning();
  else process.stderr.write(`supervisor: there is no ${agentPath}\n`);
  const isAgentUp = existsSync(agentPath) && (await isAgentUpWithin(agentPatienceMs));
  // Before anybody looks: a VM that runs from boot on is never seen halted.
  if (isAgentUp) await startAutostartedVms();
  tell({ kind: 'ready', isAgentUp });
}

const mode = process.env['QS_MODE'] as MachineMode;
await (mode === 'run' ? serve() : seed(mode === 'seed-example' ? 'example' : 'tree'));
