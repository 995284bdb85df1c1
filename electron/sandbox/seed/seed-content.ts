import { createCipheriv } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';

/** What a file of the example is made of. Sizes are exact. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  /** Prose that compresses well. */
  | { readonly kind: 'prose'; readonly size: Bytes }
  /** Bytes that no compressor can shrink, the same ones for the same file name in every sandbox. */
  | { readonly kind: 'noise'; readonly size: Bytes }
  /** `prefix`, then noise: a file that `file(1)` takes for what its name says. */
  | { readonly kind: 'magic'; readonly prefix: string; readonly size: Bytes };

/** Paths below the root of a tree, and what is there. */
export type Tree = Readonly<Record<string, Content>>;

export const text = (...lines: readonly string[]): Content => ({ kind: 'text', text: `${lines.join('\n')}\n` });
export const prose = (size: Bytes): Content => ({ kind: 'prose', size });
export const noise = (size: Bytes): Content => ({ kind: 'noise', size });
export const magic = (prefix: string, size: Bytes): Content => ({ kind: 'magic', prefix, size });

/** `size` bytes of a key stream: random to look at, equal for equal names. */
export function noiseBytes(name: string, size: number): Buffer {
  const key = Buffer.alloc(16, name);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

const paragraph =
  'A qube is a domain with its own file system. Its root is a snapshot of its template; what is private stays private. ' +
  'Storage that nobody can see is storage that nobody can trust, so every volume has a name, a size and an owner.\n';

function bytesOf(name: string, content: Content): Buffer {
  switch (content.kind) {
    case 'text':
      return Buffer.from(content.text);
    case 'prose':
      return Buffer.alloc(content.size, paragraph);
    case 'noise':
      return noiseBytes(name, content.size);
    case 'magic': {
      const prefix = Buffer.from(content.prefix, 'latin1');
      return Buffer.concat([prefix, noiseBytes(name, content.size - prefix.length)]);
    }
  }
}

export async function writeContent(path: string, content: Content): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytesOf(path, content));
}

export async function writeTree(dir: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) await writeContent(join(dir, path), content);
}
