import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { forEachBrowser } from './lib/harness.js';
import { waitUntilLoaded } from './lib/page.js';
import { DIST } from './lib/server.js';

const BUDGET = 800_000;

forEachBrowser('a first visit loads at most 800 KB, all from its own origin', {}, async ({ open, server }) => {
  const elsewhere = [];
  const page = await open('', (page) => {
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && /^http/.test(request.url())) elsewhere.push(request.url());
    });
  });
  await waitUntilLoaded(page);
  const files = new Set(server.requests.map((path) => (path.endsWith('/') ? `${path}index.html` : path)));
  const sizes = [...files].map((path) => [path, gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(total <= BUDGET, `${total} bytes: ${JSON.stringify(sizes)}`);
  assert.deepEqual(elsewhere, []);
  // Who only looks does not load the engine; the first run that is wanted does.
  assert.ok(!server.requests.some((path) => path.includes('loopscope_bg.wasm')), server.requests.join(' '));
  await page.evaluate(() => window.loopscope.run('print(1)'));
  assert.ok(server.requests.some((path) => path.includes('loopscope_bg.wasm')));
});
