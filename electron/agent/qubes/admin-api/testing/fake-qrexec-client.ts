import { chmod, writeFile } from 'node:fs/promises';

/**
 * Writes a `qrexec-client-vm` for tests, which takes its calls to a qubesd's socket as dom0 would, if its policy allows
 * them: what `isDenied` matches ends with the real program's status for that.
 */
export async function writeFakeQrexecClient(path: string, socketPath: string, isDenied: RegExp): Promise<void> {
  const script = `#!${process.execPath}
const { createConnection } = require('node:net');
const [dest, service] = process.argv.slice(2);
if (${String(isDenied)}.test(service + ' ' + dest)) {
  console.error('Request refused');
  process.exit(126);
}
const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  const socket = createConnection(${JSON.stringify(socketPath)});
  socket.on('error', () => process.exit(125));
  socket.end(Buffer.concat([Buffer.from(service + ' mgmt name ' + dest + '\\0'), ...chunks]));
  socket.pipe(process.stdout);
});
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
}
