// Accessibility: axe (all rules of WCAG 2.2 A and AA, and its best practices) finds nothing on any route, in any state, in
// either theme. Its text is evaluated by the test's own connection to the browser: the page's policy stays as it is.
import assert from 'node:assert/strict';
import { complaints } from './lib/axe.js';
import { forEachBrowser } from './lib/harness.js';
import { waitForState, waitUntilLoaded } from './lib/page.js';

const slot = (page, name) => page.waitForSelector(`.slot[data-slot="${name}"]`, { timeout: 15_000 });
const press = async (page, selector) => (await page.waitForSelector(selector)).click();
const ended = (page) => waitForState(page, 'ended');
const tab = (page, name) => page.$$eval('[role="tab"]', (tabs, name) =>
  tabs.find((tab) => tab.textContent.startsWith(name)).click(), name);

// A route, and what is done there; after each step the page is looked at.
const ROUTES = {
  '': [ended],
  'l/blocking-call/': [
    (page) => slot(page, 'ask'),
    async (page) => {
      await press(page, '.slot__answer:not(:disabled)');
      await slot(page, 'verdict');
    },
    async (page) => {
      await press(page, '.slot__on');
      await slot(page, 'next');
    },
    ...['Numbers', 'Findings', 'Why', 'Trace'].map((name) => (page) => tab(page, name)),
    (page) => page.keyboard.press('?'),
  ],
  'lessons/': [() => {}],
  'code/': [waitUntilLoaded, ...['Numbers', 'Findings', 'Trace'].map((name) => (page) => tab(page, name))],
  'docs/embedding/': [() => {}],
  'docs/how-it-works/': [() => {}],
  'embed.html#scenario=blocking-call': [
    (page) => page.waitForSelector('.embed-play'),
    async (page) => {
      await press(page, '.embed-play');
      await slot(page, 'ask');
      await waitForState(page, 'ready');
    },
    async (page) => {
      await press(page, '.slot__answer:not(:disabled)');
      await slot(page, 'verdict');
    },
    async (page) => {
      await press(page, '.slot__on');
      await press(page, '.transport__code');
      await page.waitForSelector('.code-pane .cm-content');
    },
  ],
};

for (const colorScheme of ['light', 'dark']) {
  for (const [route, steps] of Object.entries(ROUTES)) {
    const name = `axe finds nothing on /${route}, ${colorScheme}`;
    forEachBrowser(name, { look: { colorScheme, reducedMotion: true } }, async ({ open }) => {
      const page = await open(route);
      if (await page.$('#page')) await page.waitForSelector('main');
      const found = [];
      for (const [index, step] of steps.entries()) {
        await step(page);
        // Canvases and editors are drawn in a frame of their own.
        await new Promise((resolve) => setTimeout(resolve, 300));
        found.push(...(await complaints(page)).map((complaint) => `step ${index}: ${complaint}`));
      }
      assert.deepEqual(found, []);
    });
  }
}
