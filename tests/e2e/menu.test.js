// The menu "⋯": what has no room in the top line of a phone, and what is chosen for this device.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { waitForState, waitUntilLoaded, writeCode } from './lib/page.js';

const PHONE = { width: 390, height: 844 };

const openMenu = async (page) => {
  await (await page.waitForSelector('.header__menu')).click();
  await page.waitForSelector('#more:popover-open');
};
/** Presses what has this text in the open menu. */
const choose = (page, text) => page.$$eval('#more button, #more a', (all, text) => {
  all.find((one) => one.textContent === text && one.checkVisibility()).click();
}, text);
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

forEachBrowser('on a phone the menu has what is in the top line of a wide window', { viewport: PHONE }, async ({ open }) => {
  const page = await open('code/');
  await waitUntilLoaded(page);
  await writeCode(page, 'Python code', 'print("from a phone")\n');
  await openMenu(page);
  const shown = await page.$$eval('#more :is(.menu__item, .chip)', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
  assert.deepEqual(shown.slice(1), ['All lessons', 'Share', 'Embed', 'Export', 'Keys']);
  assert.match(shown[0], /^model · CPython 3\.13 · 4 cores/);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#more:not(:popover-open)');

  await openMenu(page);
  await choose(page, 'Share');
  await page.waitForSelector('dialog[open] textarea');
  assert.match(await page.$eval('dialog[open] textarea', (area) => area.value), /\/code\/#1[\w-]+$/);
  // A dialog takes the place of the menu.
  await page.waitForSelector('#more:not(:popover-open)');
});

forEachBrowser('with keys alone the menu is opened, gone through and left', {}, async ({ open }) => {
  const page = await open('code/');
  await waitUntilLoaded(page);
  await page.focus('.header__menu');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#more:popover-open');
  const names = [];
  for (let i = 0; i < 9; i += 1) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate(() => (document.activeElement.closest('#more') ? document.activeElement.textContent : '')));
  }
  assert.deepEqual(names, ['Decision', 'Turn', 'Output', 'System', 'Light', 'Dark', 'Off', 'On', 'Keys']);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.matches('.header__menu'));
});

forEachBrowser('the theme that was chosen counts on every page, and from its first picture on', {}, async ({ open }) => {
  const page = await open('code/');
  await waitUntilLoaded(page);
  const light = await ground(page);
  await openMenu(page);
  await choose(page, 'Dark');
  await page.waitForFunction((light) => getComputedStyle(document.body).backgroundColor !== light, {}, light);
  const dark = await ground(page);
  for (const path of ['lessons/', 'l/timeout/', 'docs/supported/']) {
    const other = await open(path);
    assert.equal(await ground(other), dark, path);
    assert.equal(await other.evaluate(() => document.documentElement.dataset.theme), 'dark');
  }
  await page.bringToFront();
  await choose(page, 'System');
  await page.waitForFunction((light) => getComputedStyle(document.body).backgroundColor === light, {}, light);
  assert.equal(await page.evaluate(() => localStorage.getItem('loopscope:theme')), null);
});

// A tick every 50 ms, 1.5 s held, and ticks again.
const HELD = `import asyncio
import time


async def main():
    for _ in range(8):
        await asyncio.sleep(0.05)
    time.sleep(1.5)
    for _ in range(8):
        await asyncio.sleep(0.05)


asyncio.run(main())
`;

forEachBrowser('with sound on each turn of the loop is a click, and a loop that is held is silent', {}, async ({ open }) => {
  const page = await open('code/', (page) => page.evaluateOnNewDocument(() => {
    window.clicks = [];
    const make = BaseAudioContext.prototype.createOscillator;
    BaseAudioContext.prototype.createOscillator = function () {
      window.clicks.push(performance.now());
      return make.call(this);
    };
  }));
  await waitUntilLoaded(page);
  await writeCode(page, 'Python code', HELD);
  await waitForState(page, 'ended');
  assert.equal(await page.evaluate(() => window.clicks.length), 0);
  await openMenu(page);
  await choose(page, 'On');
  await page.keyboard.press('Escape');
  await page.focus('[aria-label="Position"]');
  await page.keyboard.press('Home');
  await page.$$eval('button', (all) => all.find((one) => one.textContent.trim().startsWith('Play') || one.getAttribute('aria-label') === 'Play').click());
  await waitForState(page, 'playing');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 30_000 });
  const clicks = await page.evaluate(() => window.clicks);
  const gaps = clicks.slice(1).map((at, i) => at - clicks[i]);
  assert.ok(clicks.length >= 10, `${clicks.length} clicks`);
  const longest = Math.max(...gaps);
  const rest = gaps.filter((gap) => gap !== longest);
  assert.ok(longest > 4 * Math.max(...rest), `gaps ${gaps.map(Math.round)}`);
});

forEachBrowser('the buttons for steps go by what was chosen in the menu', { look: { reducedMotion: true } }, async ({ open }) => {
  const page = await open('code/');
  await waitUntilLoaded(page);
  await writeCode(page, 'Python code', HELD.replace('asyncio.run', 'print("before")\nasyncio.run') + 'print("after")\n');
  await page.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('after'));
  await openMenu(page);
  await choose(page, 'Output');
  await page.keyboard.press('Escape');
  const position = () => page.$eval('[aria-label="Position"]', (slider) => slider.getAttribute('aria-valuetext'));
  await page.click('[aria-label="Step back"]');
  assert.match(await position(), /^2\.3\d? /);
  await page.click('[aria-label="Step back"]');
  assert.match(await position(), /^0\.00 /);
});
