// Each lesson of the catalogue, from its question to its verdict.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { LESSONS, waitForSlot, waitForState } from './lib/page.js';

for (const slug of LESSONS) {
  forEachBrowser(`${slug} asks, plays to its end and tells the verdict`, {}, async ({ open }) => {
    const page = await open(`l/${slug}/`);
    await waitForState(page, 'ready');
    await waitForSlot(page, 'ask');
    await setFastest(page);
    await page.click('.slot__answer');
    await waitForSlot(page, 'verdict');
    const text = (selector) => page.$eval(selector, (element) => element.textContent);
    assert.ok((await text('.slot__verdict')).length > 20);
    assert.ok(!/[{}…]/.test(await text('h1')), await text('h1'));
  });
}

/** As fast as it goes; how a lesson plays at its own speed, lessons.test.js looks at. */
async function setFastest(page) {
  await page.focus('[aria-label="Speed"]');
  await page.keyboard.press('End');
}
