import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminRequest, type AdminRequest } from '../admin-request.ts';

/** One connection to an unmodified qubesd 4.3.50, as it was (recordings/, never edited by hand). */
export interface RecordedCall {
  readonly request: AdminRequest;
  readonly reply: Buffer;
  /** Names a deliberate mistake. */
  readonly note: string | undefined;
}

export type RecordingName = 'file-pools' | 'lvm-thin-pools';
export const recordingNames: readonly RecordingName[] = ['file-pools', 'lvm-thin-pools'];

interface RecordedLine {
  readonly request: AdminRequest;
  readonly reply: { readonly latin1: string };
  readonly note?: string;
}

const fileNamed = (name: string): string => readFileSync(join(import.meta.dirname, 'recordings', name), 'utf8');

export const readRecording = (name: RecordingName): readonly RecordedCall[] =>
  fileNamed(`${name}.jsonl`)
    .trim()
    .split('\n')
    .map((line) => {
      const { request, reply, note } = JSON.parse(line) as RecordedLine;
      const { method, dest, arg, payload } = request;
      return { request: adminRequest(method, dest, arg, payload), reply: Buffer.from(reply.latin1, 'latin1'), note };
    });

/** What `admin.Events` sent while a VM was started, changed, shut down, and another one made and removed. */
export const recordedEvents = (): Buffer =>
  Buffer.from(
    (JSON.parse(fileNamed('events.json')) as { readonly stream: { readonly latin1: string } }).stream.latin1,
    'latin1',
  );
