// What can be taken elsewhere: links, frames in other pages, files.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { readCode, writeCode } from './lib/page.js';
import { serve } from './lib/server.js';

const NAME = 'Python code';
const PROGRAM = 'import time\n\nprint("shared")\ntime.sleep(0.25)\nprint("äöü 🙂")\n';

const press = async (page, text) => {
  const button = await page.waitForFunction((text) => [...document.querySelectorAll('dialog[open] button, main button')]
    .find((button) => button.textContent.trim() === text && button.checkVisibility()), {}, text);
  await button.click();
};
const printed = (page, text) => page.waitForFunction((text) =>
  document.querySelector('.output__lines')?.textContent.includes(text), { timeout: 15_000 }, text);

async function bench(open, fragment = '') {
  const page = await open(`code/${fragment}`);
  await page.waitForSelector('main:not([data-state="loading"])', { timeout: 20_000 });
  return page;
}

async function link(page) {
  await press(page, 'Share');
  const url = await page.$eval('dialog[open] textarea', (area) => area.value);
  await page.keyboard.press('Escape');
  return url;
}

forEachBrowser('a link brings code and machine to somebody else, whose own code is not lost', {}, async ({ open }) => {
  const page = await bench(open);
  await writeCode(page, NAME, PROGRAM);
  await printed(page, 'shared');
  await page.focus('[role="slider"][aria-label="Cores"]');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('[aria-label="Cores"]').textContent === '6');
  const fragment = new URL(await link(page)).hash;
  assert.match(fragment, /^#1[\w-]+$/);

  const other = await bench(open, fragment);
  await printed(other, 'äöü 🙂');
  assert.equal((await readCode(other, NAME)).trim(), PROGRAM.trim());
  assert.equal(await other.$eval('[aria-label="Cores"]', (number) => number.textContent), '6');
});

forEachBrowser('a link that was cut says so and shows what it has', {}, async ({ open }) => {
  const page = await bench(open);
  const long = Array.from({ length: 400 }, (_, n) => `print(${(n * n) % 997}, "${(n * 7919) % 1009}")`).join('\n');
  await writeCode(page, NAME, long);
  await printed(page, '0 0');
  const { hash } = new URL(await link(page));
  const other = await bench(open, hash.slice(0, hash.length / 2));
  await other.waitForSelector('.notice[role="alert"]');
  assert.match(await other.$eval('.notice', (notice) => notice.textContent), /cut on its way/);
  const code = (await readCode(other, NAME)).trimEnd();
  assert.ok(code.length > 100 && long.startsWith(code.slice(0, 100)), code.slice(0, 200));

  const broken = await bench(open, '#1AAAAAAAAAAAAAA');
  await broken.waitForSelector('.notice[role="alert"]');
});

// Another site with an element and a Markdown block in its text.
const article = (site) => ({
  headers: {},
  pages: {
    '/article.html': `<!doctype html><title>t</title><link rel="icon" href="data:,"><script type="module" src="${site}v1/embed.js"></script>
      <loop-scope scenario="blocking-call"></loop-scope>
      <pre class="loopscope" data-height="300"><code>
        import time
        print("from an article")
        time.sleep(0.1)
      </code></pre>`,
  },
});

forEachBrowser('an article of another site embeds a lesson and its own code; little is loaded before Play', {}, async ({ open, server }) => {
  const host = await serve(article(server.url));
  try {
    const page = await open(new URL('article.html', host.url).href);
    await page.evaluate(() => {
      window.heard = [];
      for (const name of ['loopscope-ready', 'loopscope-report', 'loopscope-answer']) addEventListener(name, (event) => window.heard.push([name, event.target.localName]));
    });
    const frames = async () => (await Promise.all((await page.$$('iframe')).map((frame) => frame.contentFrame())));
    await page.waitForFunction(() => document.querySelectorAll('iframe').length === 2);
    const [lesson, own] = await frames();
    await lesson.waitForSelector('.embed-play');
    assert.equal(await page.$eval('iframe', (frame) => [frame.title !== '', frame.loading, frame.allow.includes('cross-origin-isolated')].join()), 'true,lazy,true');
    assert.ok(!server.requests.some((path) => path.endsWith('.wasm')), 'no module before Play');
    await lesson.click('.embed-play');
    await lesson.waitForSelector('main:not([data-state="loading"])', { timeout: 20_000 });
    await (await own.waitForSelector('.embed-play')).click();
    await own.waitForSelector('main:not([data-state="loading"])', { timeout: 20_000 });
    await own.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('from an article'));
    await page.waitForFunction(() => window.heard.filter(([name]) => name === 'loopscope-ready').length === 2);
  } finally {
    await host.close();
  }
});

forEachBrowser('a script that got into the page does not run: the policy allows none', { expectedErrors: /Content.Security.Policy/i }, async ({ open }) => {
  const page = await bench(open);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return window.injected === true;
  });
  assert.equal(ran, false);
});

forEachBrowser('a lesson is embedded by its name, with the moment that somebody stopped at; so is its link', {}, async ({ open }) => {
  const page = await open('l/timeout/');
  await page.waitForSelector('.slot__quiet');
  const embedded = async () => {
    await press(page, 'Embed');
    const code = await page.$eval('dialog[open] textarea', (area) => area.value);
    await page.keyboard.press('Escape');
    return code;
  };
  assert.match(await embedded(), /<loop-scope scenario="timeout"><\/loop-scope>/);
  assert.match(await link(page), /\/l\/timeout\/$/);
  await page.click('.slot__quiet');
  await page.waitForSelector('main[data-state="playing"]');
  await page.keyboard.press('End');
  await page.waitForSelector('main[data-state="ended"]');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('main[data-state="paused"]');
  assert.match(await embedded(), /<loop-scope scenario="timeout" at="\d+(\.\d+)?"><\/loop-scope>/);
  const address = await link(page);
  assert.match(address, /\/l\/timeout\/#1[\w-]+$/);
  const other = await open(address);
  await other.waitForSelector('main[data-state="paused"]');
  const position = (page) => page.$eval('[aria-label="Position"]', (slider) => slider.getAttribute('aria-valuetext'));
  assert.equal(await position(other), await position(page));
});

forEachBrowser('the link is seen from its begin, and Enter copies it', {}, async ({ open }) => {
  const page = await bench(open);
  await writeCode(page, NAME, PROGRAM.repeat(12));
  await printed(page, 'shared');
  await press(page, 'Share');
  await page.waitForSelector('dialog[open] textarea');
  const seen = await page.evaluate(() => ({
    focus: document.activeElement.textContent.trim(),
    scrolled: document.querySelector('dialog[open] textarea').scrollTop,
  }));
  assert.deepEqual(seen, { focus: 'Copy', scrolled: 0 });
});
