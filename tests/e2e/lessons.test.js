// The site's pages, and a lesson from its question to the next one.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { forEachBrowser } from './lib/harness.js';
import { LESSONS, waitForSlot, waitForState, waitUntilLoaded } from './lib/page.js';
import { DIST } from './lib/server.js';

const folders = (path) => readdirSync(join(DIST, path)).map((name) => `${path}/${name}/`);
const PAGES = ['', 'lessons/', 'code/', ...folders('docs'), 'l/blocking-call/'];
const LESSON = 'l/blocking-call/';
const WIDE = { width: 1366, height: 650 };
const PHONE = { width: 390, height: 844 };

const slot = (page) => page.$eval('.slot', (slot) => slot.dataset.slot);
const answers = (page) => page.$$eval('.slot__answer', (all) => all.map((answer) => answer.textContent));
const escaped = (text) => text.replace(/\.$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent);

/** Opens a lesson and waits for its question. */
async function ask(open, prepare) {
  const page = await open(LESSON, prepare);
  await waitForState(page, 'ready');
  await waitForSlot(page, 'ask');
  return page;
}

async function answer(page, index) {
  await (await page.$$('.slot__answer'))[index].click();
}

/** Which answer is right: read from what the page says after a wrong one or a right one. */
async function rightAnswer(page) {
  const all = await answers(page);
  await answer(page, 0);
  await waitForSlot(page, 'verdict');
  const verdict = await textOf(page, '.slot__verdict b');
  if (verdict.includes('and so it was')) return 0;
  return all.findIndex((text) => new RegExp(`It was “?${escaped(text)}`).test(verdict));
}

for (const path of PAGES) {
  forEachBrowser(`/${path} opens, says what it is, and everything it links to is there`, {}, async ({ open, server }) => {
    const page = await open(path);
    if (await page.$('#page')) await page.waitForSelector('main');
    const head = await page.evaluate(() => ({
      title: document.title,
      description: document.querySelector('meta[name=description]').content,
      picture: document.querySelector('meta[property="og:image"]').content,
      own: location.pathname.split('/').at(-2),
      links: [...document.querySelectorAll('a[href]')].map((link) => link.href),
      here: location.href,
    }));
    assert.ok(head.title.length > 8 && head.description.length > 20, JSON.stringify(head));
    const html = await (await fetch(new URL(path, server.url))).text();
    assert.ok(!/<script(?![^>]*src=)|<style|style=|javascript:/.test(html), 'no script and no style in the page itself');
    if (path.startsWith('l/')) assert.ok(head.picture.endsWith(`social/${head.own}.png`), head.picture);
    for (const link of new Set([...head.links, new URL(head.picture, head.here).href])) {
      assert.ok(link.startsWith(server.url), link);
      assert.equal((await fetch(link)).status, 200, link);
    }
  });
}

forEachBrowser('in a folder of another site everything is found', {}, async ({ open, server }) => {
  const page = await open(LESSON);
  await waitUntilLoaded(page);
  const addresses = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  assert.ok(addresses.length > 3 && addresses.every((address) => address.startsWith(server.url)));
  const html = await (await fetch(new URL(LESSON, server.url))).text();
  const absolute = [...html.matchAll(/(?:href|src|content)="(\/[^"]*)"/g)].map((match) => match[1]);
  assert.deepEqual(absolute, []);
});

forEachBrowser('while it is asked, nothing says what comes after', {}, async ({ open }) => {
  const page = await ask(open);
  const moment = await page.$eval('[aria-label="Position"]', (slider) => Number.parseFloat(slider.getAttribute('aria-valuetext')));
  assert.ok(moment > 0);
  const told = await page.evaluate(() => ({
    times: document.querySelectorAll('.editor__time, .cm-time, .cm-finding').length,
    verdict: document.querySelectorAll('.slot__verdict').length,
    numbers: document.querySelectorAll('.numbers__one').length,
    story: document.querySelector('.story').textContent,
    output: [...document.querySelectorAll('.output__time')].map((time) => Number.parseFloat(time.textContent)),
    rows: [...document.querySelectorAll('[role=tabpanel] .table tbody tr')].map((row) => [row.cells[2], row.cells[3]].map((cell) => Number.parseFloat(cell.textContent))),
    names: [...document.querySelectorAll('[role=img]')].map((picture) => picture.getAttribute('aria-label')),
    headline: document.querySelector('h1').textContent,
    status: document.querySelector('[role=status]').textContent,
    time: document.querySelector('.transport__time').textContent,
  }));
  assert.deepEqual([told.times, told.verdict, told.numbers, told.status], [0, 0, 0, '']);
  assert.ok(!told.story.includes('time.sleep'), told.story);
  assert.ok(told.rows.length > 0 && told.rows.flat().every((seconds) => seconds <= moment + 0.01), JSON.stringify(told.rows));
  assert.ok(told.output.every((seconds) => seconds <= moment + 0.01));
  for (const name of told.names) assert.ok(!/held (for|\d)/.test(name), name);
  assert.ok(told.headline.endsWith('?'), told.headline);
  assert.ok(!told.time.includes('/'), told.time);
});

forEachBrowser('while it is asked, the picture shows nothing after the moment', { viewport: WIDE }, async ({ open }) => {
  const page = await ask(open);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const ink = await inkRightOf(page);
  await page.keyboard.press(' ');
  await waitForState(page, 'ended');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const inkAfter = await inkRightOf(page);
  assert.ok(inkAfter > 4 * ink, `${ink} against ${inkAfter}`);
});

/** How many bytes a PNG of the right half of both traces has: what is hardly drawn on packs well. */
async function inkRightOf(page) {
  let bytes = 0;
  for (const picture of await page.$$('.trace-pane__picture')) {
    const { x, y, width, height } = await picture.boundingBox();
    const clip = { x: x + width / 2, y: y + 24, width: width / 2, height: height - 24 };
    bytes += (await page.screenshot({ clip })).length;
  }
  return bytes;
}

forEachBrowser('a wrong answer is put beside the right one, and the right one is right', {}, async ({ open }) => {
  const first = await ask(open);
  const right = await rightAnswer(first);
  const all = await answers(await ask(open));
  assert.ok(right >= 0 && right < all.length);
  for (const guess of [right, (right + 1) % all.length]) {
    const page = await ask(open);
    await answer(page, guess);
    assert.equal(await slot(page), 'play');
    await waitForSlot(page, 'verdict');
    const verdict = await textOf(page, '.slot__verdict');
    assert.match(verdict, new RegExp(`You said “?${escaped(all[guess])}`));
    assert.equal(verdict.includes('and so it was'), guess === right, verdict);
    if (guess !== right) assert.match(verdict, new RegExp(`It was “?${escaped(all[right])}`));
    assert.equal(await page.$eval('main', (main) => main.dataset.state), 'ended');
    assert.equal(await textOf(page, '[role=status]'), verdict.replace(/^[✓✕] /, ''));
  }
});

// Who leaves while the engine is still being fetched breaks that off.
forEachBrowser('with keys alone: answer, verdict, what is next, the next lesson', { expectedErrors: /request failed: .*ABORTED/ }, async ({ open }) => {
  const page = await ask(open);
  await page.keyboard.press('Tab');
  for (let tabs = 0; tabs < 12; tabs++) {
    if (await page.evaluate(() => document.activeElement.matches('.slot__answer'))) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await waitForSlot(page, 'verdict');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Go on', 'the focus has gone along');
  await page.keyboard.press('Enter');
  await waitForSlot(page, 'next');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Play again');
  const here = page.url();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('n')]);
  assert.notEqual(page.url(), here);
  await Promise.all([page.waitForNavigation(), page.goto(here)]);
  await waitUntilLoaded(page);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('/')]);
  assert.ok(page.url().endsWith('/lessons/#find'), page.url());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'find');
});

forEachBrowser('what is there next: the story, the change, the next lesson', {}, async ({ open }) => {
  const page = await ask(open);
  await (await page.$('.slot__quiet')).click();
  await waitForSlot(page, 'next');
  await page.click('.slot__try');
  await page.waitForFunction(() => document.querySelector('.code-pane__reset'));
  await page.waitForSelector('main[data-state="ended"], main[data-state="paused"], main[data-state="playing"]', { timeout: 30_000 });
  const why = await page.evaluateHandle(() => [...document.querySelectorAll('.slot button')].find((b) => b.textContent === 'Why'));
  await why.click();
  assert.equal(await page.$eval('[role=tab][aria-selected=true]', (tab) => tab.textContent), 'Why');
  assert.ok((await textOf(page, '.story')).includes('event loop'));
});

forEachBrowser('with reduced motion an answer is judged at once', { look: { reducedMotion: true } }, async ({ open }) => {
  const page = await ask(open);
  await answer(page, 1);
  await page.waitForSelector('.slot[data-slot="verdict"]', { timeout: 1_500 });
  assert.equal(await page.$eval('main', (main) => main.dataset.state), 'ended');
});

for (const viewport of [WIDE, { width: 1024, height: 768 }, PHONE, { width: 360, height: 740 }]) {
  forEachBrowser(`at ${viewport.width} px nothing moves from one state of the slot to the next`, { viewport }, async ({ open, browserName }) => {
    const page = await ask(open, (page) => page.evaluateOnNewDocument(() => {
      window.testShift = 0;
      if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.testShift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    }));
    const places = () => page.evaluate(() => ['.slot', '[data-side="0"] .trace-pane__picture, .trace-pane[data-side="0"]', '.transport', '.drawer']
      .map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()));
    const seen = [await places()];
    await answer(page, 0);
    seen.push(await places());
    await waitForSlot(page, 'verdict');
    seen.push(await places());
    await page.click('.slot__on');
    await waitForSlot(page, 'next');
    seen.push(await places());
    for (const later of seen) assert.deepEqual(later, seen[0]);
    if (browserName === 'chromium') assert.equal(await page.evaluate(() => window.testShift), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
    assert.ok(await page.$eval('.slot', (slot) => slot.scrollHeight <= slot.clientHeight + 1), 'all of the slot is seen');
  });
}

forEachBrowser('the front page plays at once, later it rests, and the map remembers and forgets', {}, async ({ open }) => {
  const page = await open('');
  await waitForState(page, 'playing');
  assert.equal(await slot(page), 'play');
  await waitForState(page, 'ended');
  assert.equal(await slot(page), 'next');
  await page.reload();
  await waitForState(page, 'ended');
  assert.equal(await slot(page), 'next');

  await page.goto(new URL('lessons/', page.url()).href);
  const mark = () => page.$eval('[data-lesson="blocking-call"] .card__mark', (mark) => mark.textContent);
  assert.notEqual(await mark(), '');
  await page.click('#forget');
  assert.equal(await mark(), '');
  await page.goto(new URL('..', page.url()).href);
  await waitForState(page, 'playing');
});

forEachBrowser('the map is searched and walked with keys', {}, async ({ open }) => {
  const page = await open('lessons/');
  const shown = () => page.$$eval('.card', (cards) => cards.filter((card) => card.checkVisibility()).map((card) => card.dataset.lesson));
  assert.deepEqual((await shown()).toSorted(), LESSONS.toSorted());
  await page.keyboard.press('/');
  await page.keyboard.type('to_thread sleep');
  const found = await shown();
  assert.ok(found.includes('blocking-call') && (LESSONS.length === 1 || found.length < LESSONS.length), String(found));
  await page.keyboard.press('Escape');
  assert.deepEqual((await shown()).length, LESSONS.length);
  await page.keyboard.press('ArrowRight');
  const focused = () => page.evaluate(() => document.activeElement.dataset.lesson);
  const first = await focused();
  assert.equal(first, (await shown())[0]);
  if (LESSONS.length > 1) {
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await focused(), first);
    await page.keyboard.press('ArrowLeft');
  }
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.ok(page.url().includes(`/l/${first}/`));
  await waitUntilLoaded(page);
});
