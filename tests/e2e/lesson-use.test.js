// What is done on a lesson's page beside answering its question.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { waitForSlot, waitForState, waitUntilLoaded, walk } from './lib/page.js';

async function ask(open) {
  const page = await open('l/blocking-call/');
  await waitForState(page, 'ready');
  await waitForSlot(page, 'ask');
  return page;
}

/** Notes each headline in which something is left open, as `…`. */
function watchHeadline(page) {
  return page.evaluateOnNewDocument(() => {
    window.testOpen = [];
    const look = () => {
      const headline = document.querySelector('h1')?.textContent ?? '';
      if (headline.includes('…')) window.testOpen.push(headline);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

forEachBrowser('a headline is never left open: not while it plays, not while a shared text is fetched', {}, async ({ open }) => {
  const page = await open('l/event/', watchHeadline);
  await waitForState(page, 'ready');
  await page.keyboard.press(' ');
  await waitForState(page, 'ended');
  assert.deepEqual(await page.evaluate(() => window.testOpen), []);
  await page.click('.slot__try');
  await page.waitForSelector('.code-pane__reset');
  const press = await page.waitForSelector('.header__share');
  await press.click();
  const link = await page.$eval('dialog[open] textarea', (area) => area.value);
  const other = await open(link, watchHeadline);
  await waitUntilLoaded(other);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(await other.evaluate(() => window.testOpen), []);
});

forEachBrowser('after the verdict: run live, and what was found at its line', {}, async ({ open }) => {
  const page = await ask(open);
  assert.equal(await page.$('.cm-chip'), null, 'nothing is found while it is asked');
  await (await page.$('.slot__quiet')).click();
  await waitForSlot(page, 'next');
  const chip = await page.waitForSelector('.code-pane[data-side="0"] .cm-chip');
  assert.equal(await page.$('.cm-finding'), null, 'no card stands between the lines of a lesson');
  await chip.click();
  const card = await page.waitForSelector('.code-pane[data-side="0"] .cm-finding');
  assert.match(await card.evaluate((card) => card.textContent), /Apply fix/);
  await (await page.waitForSelector('.cm-chip[aria-expanded="true"]')).click();
  await page.waitForFunction(() => !document.querySelector('.cm-finding'));
  await page.click('.slot__live');
  await page.waitForSelector('dialog.stage[open]');
});

forEachBrowser('with keys alone everything of a lesson is reached, and is seen to have the focus', {}, async ({ open }) => {
  const page = await ask(open);
  await walk(page, ['loopscope', 'Your code', 'Share', 'Embed', 'Export', 'More', 'They go on', 'Just play', 'Python code, blocking', 'Python code, offloaded', 'Play', 'Step back', 'Step forward', 'Position', 'Speed', 'Run live']);
});

forEachBrowser('on a small phone the page opens at its top', { viewport: { width: 360, height: 740 } }, async ({ open }) => {
  const page = await ask(open);
  await page.waitForSelector('.cm-content');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(await page.evaluate(() => scrollY), 0);
});
