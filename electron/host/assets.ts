import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { isAppUrl, securityHeaders } from './content-security.ts';

export interface Asset {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * What the page gets for a request of its own: a file below `rendererDir`. Undefined means that the request is none of
 * ours and has to be refused without an answer.
 */
export async function loadAsset(
  rendererDir: string,
  request: { method: string; url: string },
): Promise<Asset | undefined> {
  if (request.method !== 'GET' || !isAppUrl(request.url)) return undefined;
  const path = pathBelow(rendererDir, new URL(request.url).pathname);
  if (path === undefined) return notFound;
  try {
    const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
    return { status: 200, headers: { ...securityHeaders, 'content-type': contentType }, body: await readFile(path) };
  } catch {
    return notFound;
  }
}

const notFound: Asset = {
  status: 404,
  headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('not found'),
};

/** Undefined when the path would leave `dir`, by whatever encoding. */
function pathBelow(dir: string, urlPath: string): string | undefined {
  const decoded = decode(urlPath === '/' ? '/index.html' : urlPath);
  if (decoded === undefined || decoded.includes('\0')) return undefined;
  const path = normalize(join(dir, decoded));
  return path.startsWith(normalize(dir) + sep) ? path : undefined;
}

function decode(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
}
