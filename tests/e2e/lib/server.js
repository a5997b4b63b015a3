// A static server for the built page. It stands for whatever host the page is put on: with the headers that dist/_headers
// asks for, or as a host that knows nothing of them.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The headers that a `_headers` file sets for every path (`/*`), the only rule ours has. */
export function readHeaders(file = join(DIST, '_headers')) {
  const [rule, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (rule !== '/*') throw new Error(`${file} starts with "${rule}", expected "/*"`);
  return Object.fromEntries(lines.map((line) => {
    const [, name, value] = line.match(/^ +([\w-]+): (.+)$/) ?? [];
    if (!name) throw new Error(`${file}: cannot read "${line}"`);
    return [name, value];
  }));
}

/**
 * Serves a folder on a free port of 127.0.0.1.
 * @param {object} [options]
 * @param {string} [options.folder]
 * @param {Record<string, string>} [options.headers] sent with every response; default: those of dist/_headers
 * @param {Record<string, string | { body: string, headers?: Record<string, string> }>} [options.pages] further pages by
 *   path, for instance an article that embeds ours; one with its own `headers` gets only those
 * @returns {Promise<{ url: string, requests: string[], close(): Promise<void> }>}
 */
export async function serve({ folder = DIST, headers = readHeaders(), pages = {} } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    requests.push(path);
    const answer = (status, type, body, own = headers) => {
      response.writeHead(status, { ...own, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (path in pages) {
      const page = typeof pages[path] === 'string' ? { body: pages[path] } : pages[path];
      return answer(200, TYPES[extname(path)] ?? TYPES['.html'], page.body, page.headers);
    }
    try {
      // `normalize` of an absolute path keeps `..` inside the folder.
      let file = join(folder, normalize(path));
      if ((await stat(file)).isDirectory()) file = join(file, 'index.html');
      answer(200, TYPES[extname(file)] ?? 'application/octet-stream', await readFile(file));
    } catch {
      answer(404, TYPES['.txt'], `no such file: ${path}\n`);
    }
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
