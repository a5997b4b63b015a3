// Who asks the system for more contrast, or for its own palette of few colours. Only Chromium can be told so while it runs.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { waitUntilLoaded } from './lib/page.js';

async function emulate(page, name, value) {
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: [{ name, value }] });
}
const colour = (page, selector, property) => page.$eval(selector, (one, property) => getComputedStyle(one)[property], property);
const picture = async (page) => Buffer.from(await (await page.$('.trace-pane__picture')).screenshot()).toString('base64');

forEachBrowser('more contrast is given where it is asked for, also in the pictures', { look: { reducedMotion: true } }, async ({ browserName, open }) => {
  if (browserName !== 'chromium') return;
  const page = await open('l/blocking-call/');
  await waitUntilLoaded(page);
  await page.click('.slot__quiet');
  await page.waitForSelector('main[data-state="ended"]');
  const [before, dim] = [await picture(page), await colour(page, '.drawer__tab:not(.drawer__tab--open)', 'color')];
  await emulate(page, 'prefers-contrast', 'more');
  assert.equal(await colour(page, 'body', 'color'), 'rgb(0, 0, 0)');
  assert.notEqual(await colour(page, '.drawer__tab:not(.drawer__tab--open)', 'color'), dim);
  for (let tries = 0; (await picture(page)) === before; tries += 1) {
    assert.ok(tries < 50, 'the picture has the new colours');
    await new Promise((done) => setTimeout(done, 100));
  }
});

forEachBrowser('with the palette of the system what is chosen is still to be seen, and pictures keep their colours', {}, async ({ browserName, open }) => {
  if (browserName !== 'chromium') return;
  const page = await open('l/blocking-call/');
  await waitUntilLoaded(page);
  await emulate(page, 'forced-colors', 'active');
  assert.equal(await colour(page, '[aria-selected="true"]', 'outlineStyle'), 'solid');
  assert.equal(await colour(page, '[aria-selected="false"]', 'outlineStyle'), 'none');
  // `color` of an element that keeps its own is what it was set to.
  assert.equal(await colour(page, '.trace-pane', 'forcedColorAdjust'), 'none');
});

forEachBrowser('with the palette of the system a slider has its track', { look: { reducedMotion: true } }, async ({ browserName, open }) => {
  if (browserName !== 'chromium') return;
  const page = await open('l/blocking-call/');
  await waitUntilLoaded(page);
  await page.click('.slot__quiet');
  await page.waitForSelector('main[data-state="ended"]');
  await emulate(page, 'forced-colors', 'active');
  const slider = await page.$('[aria-label="Position"]');
  const [track, ground] = await page.evaluate(async (shot) => {
    const image = new Image();
    image.src = `data:image/png;base64,${shot}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return [0.5, 0.1].map((y) => context.getImageData(image.width / 2, image.height * y, 1, 1).data.join());
  }, await slider.screenshot({ encoding: 'base64' }));
  assert.notEqual(track, ground);
});
