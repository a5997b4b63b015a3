// "Run live", as a person meets it: the page freezes, its picture goes on, and what is done meanwhile comes late.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { forEachBrowser } from './lib/harness.js';
import { screenBox, watchGaps, waitUntilLoaded } from './lib/page.js';

/** The button whose name begins so, as a selector. */
async function button(page, name) {
  const found = await page.waitForFunction((name) => {
    const named = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim().startsWith(name);
    return [...document.querySelectorAll('dialog[open] button, main button')].find((element) => named(element)
      && element.checkVisibility() && !element.disabled && (!document.querySelector('dialog[open]') || element.closest('dialog')));
  }, {}, name);
  await found.evaluate((element, name) => element.setAttribute('data-test', name), name);
  return `[data-test="${name}"]`;
}

const centre = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Whether the page answers soon: on a busy machine even one that is not frozen takes its time. */
const answers = (page) => Promise.race([page.evaluate(() => true), sleep(400).then(() => false)]);

async function untilFrozen(page) {
  const deadline = Date.now() + 15_000;
  while (await answers(page)) {
    if (Date.now() > deadline) throw new Error('the page never froze');
    await sleep(10);
  }
}

const title = (page) => page.$eval('.stage__title', (element) => element.textContent);

forEachBrowser('the page freezes, its picture goes on, clicks come late and start nothing', { headed: true },
  async ({ open, display }) => {
    const page = await open('');
    await waitUntilLoaded(page);
    await display.click(centre(await screenBox(page, await button(page, 'Run live'))));
    await page.waitForSelector('dialog[open] .stage__picture canvas');
    await sleep(700);
    const freeze = centre(await screenBox(page, await button(page, 'Freeze')));
    const pad = centre(await screenBox(page, '.stage__pad'));
    const picture = await screenBox(page, '.stage__picture');
    // When each press was made and heard, by a listener of the test's own.
    await page.evaluate(() => {
      window.presses = [];
      window.freezes = 0;
      addEventListener('pointerdown', (event) => {
        window.presses.push({ made: performance.timeOrigin + event.timeStamp, heard: performance.timeOrigin + performance.now() });
      }, true);
    });
    const gaps = await watchGaps(page);

    await display.click(freeze);
    await untilFrozen(page);
    const watched = display.watch(1_200, picture);
    await sleep(250);
    const clicked = Date.now();
    await display.click(pad);
    await sleep(100);
    await display.click(freeze);
    const { samples, different, longestStill } = await watched;
    await page.waitForFunction(() => /^You/.test(document.querySelector('.stage__title')?.textContent ?? ''), { timeout: 20_000 });

    assert.ok(different >= 30, `${different} pictures in ${samples} samples, still for ${longestStill} ms`);
    const { longest } = await gaps.read();
    assert.ok(longest >= 1_900 && longest < 2_300, `the page stood still for ${longest} ms`);
    // The first press is the one that started it.
    const [, ...late] = await page.evaluate(() => window.presses);
    assert.equal(late.length, 2, JSON.stringify(late));
    assert.ok(Math.abs(late[0].made - clicked) < 150, `made ${late[0].made - clicked} ms after the click`);
    const [, said] = (await title(page)).match(/^You made 2 clicks\. The first waited (\d\.\d\d) s\.$/) ?? [];
    assert.ok(said, await title(page));
    assert.ok(Math.abs(Number(said) * 1_000 - (late[0].heard - late[0].made)) < 60, `${said} s against ${late[0].heard - late[0].made} ms`);
    assert.equal(await page.$eval('.stage__pad b', (element) => element.textContent), '1', 'clicks that the pad heard');

    // The click on "Freeze" that waited starts nothing.
    await gaps.reset();
    await sleep(2_500);
    assert.ok((await gaps.read()).longest < 500, 'no second freeze');
    assert.match(await title(page), /^You made 2 clicks/);

    // The same work on a thread: the page answers all the time.
    await display.click(centre(await screenBox(page, await button(page, 'Same work'))));
    await page.waitForFunction(() => /^Run|^Keep/.test(document.querySelector('.stage__title').textContent));
    await sleep(1_600);
    await gaps.reset();
    for (let n = 0; n < 3; n++) {
      await display.click(pad);
      await sleep(200);
    }
    await page.waitForFunction(() => /worst wait/.test(document.querySelector('.stage__title').textContent), { timeout: 20_000 });
    const worst = (await gaps.read()).longest;
    assert.ok(worst < 100, `the page stood still for ${worst} ms`);
    assert.match(await title(page), /^3 inputs, worst wait \d+(\.\d+)? ms/);

    // Both runs side by side; what was done is on the trace.
    await display.click(centre(await screenBox(page, await button(page, 'Show both'))));
    await page.waitForSelector('main[data-engine="live"]:not(:has(dialog[open]))');
    assert.ok(await page.$eval('main', (main) => /You made|you/i.test(main.textContent)));
  });
