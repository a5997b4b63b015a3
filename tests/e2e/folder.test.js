// The site in a folder of another one: nothing is missing and nobody complains.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachBrowser } from './lib/harness.js';
import { readCode, waitForState, waitUntilLoaded, writeCode } from './lib/page.js';
import { DIST, serve } from './lib/server.js';

/** Serves dist/ below /a/b/ and nothing else. */
async function nested() {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-folder-'));
  mkdirSync(join(folder, 'a'));
  symlinkSync(DIST, join(folder, 'a/b'), 'dir');
  const server = await serve({ folder });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { site: new URL('a/b/', server.url).href, requests: server.requests, close };
}

// Who leaves while something is still being fetched breaks that off.
forEachBrowser('in a folder: front page, lesson, map, bench, link, frame', { expectedErrors: /request failed: .*ABORTED/ }, async ({ open }) => {
  const { site, requests, close } = await nested();
  try {
    const front = await open(site);
    await waitForState(front, 'ended');
    await Promise.all([front.waitForNavigation(), front.click('.slot__next')]);
    await waitForState(front, 'ready');
    assert.ok(front.url().startsWith(`${site}l/`), front.url());
    await Promise.all([front.waitForNavigation(), front.click('.header__lesson')]);
    assert.equal(front.url(), `${site}lessons/`);

    const bench = await open(`${site}code/`);
    await waitUntilLoaded(bench);
    await writeCode(bench, 'Python code', 'import json\nprint(json.dumps({"from": "a folder"}))\n');
    const printed = (page) => page.waitForFunction(() => document.querySelector('.output__line')?.textContent.includes('a folder'), { timeout: 20_000 });
    await printed(bench);
    await bench.click('.header__share');
    const link = await bench.$eval('dialog[open] textarea', (area) => area.value);
    assert.ok(link.startsWith(`${site}code/#1`), link);
    const shared = await open(link);
    await printed(shared);
    assert.match(await readCode(shared, 'Python code'), /a folder/);

    const host = await serve({ headers: {}, pages: { '/article.html': `<!doctype html><title>t</title><link rel="icon" href="data:,">
      <script type="module" src="${site}v1/embed.js"></script><loop-scope scenario="blocking-call" predict="off"></loop-scope>` } });
    try {
      const article = await open(`${host.url}article.html`);
      const frame = await (await article.waitForSelector('iframe')).contentFrame();
      await (await frame.waitForSelector('.embed-play')).click();
      await frame.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
      const full = await frame.$eval('.header__full', (link) => link.href);
      assert.equal(full, `${site}l/blocking-call/`);
    } finally {
      await host.close();
    }
    assert.ok(requests.length > 20 && requests.every((path) => path.startsWith('/a/b/')), requests.join(' '));
  } finally {
    await close();
  }
});
