// Curves: a number of the machine's sentence is swept; each value is a run in the model, and a press sets the number.
import assert from 'node:assert/strict';
import { complaints } from './lib/axe.js';
import { forEachBrowser } from './lib/harness.js';
import { readCode, writeCode } from './lib/page.js';

const NAME = 'Python code';

// Eight sleeps of half a second on two threads.
const POOL = `import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=2) as pool:
    for _ in range(8):
        pool.submit(time.sleep, 0.5)
print("done")
`;
const WORKERS = '[role="slider"][aria-label="max_workers, line 4"]';
const CHART = '.curve__chart';

const includes = (page, text) => page.waitForFunction((text) =>
  document.querySelector('.output__lines')?.textContent.includes(text), { timeout: 20_000 }, text);

/** The bench with a program on it that has been run. */
async function bench(open, text, sign = 'done') {
  const page = await open('code/');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  await writeCode(page, NAME, text);
  await includes(page, sign);
  return page;
}

const swept = (page) => page.waitForSelector('.curve[aria-busy="false"]', { timeout: 30_000 });
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
const reading = (page) => page.$eval('.curve__reading b', (words) => words.textContent);
const valueText = (page) => page.$eval(CHART, (chart) => chart.getAttribute('aria-valuetext'));

/** Seconds of each value, from the table. */
const table = (page) => page.$$eval('.curve table tbody tr', (rows) => Object.fromEntries(rows.map((row) => {
  const [value, told] = [...row.children].map((cell) => cell.textContent);
  const [, amount, unit] = /^([\d.]+) (s|ms|µs)$/.exec(told) ?? [];
  return [value, unit ? amount * { s: 1, ms: 1e-3, µs: 1e-6 }[unit] : told];
})));

/** Where a value's dot of the first curve is on the page. */
const place = (page, index) => page.$$eval('.curve__dot--0', (dots, index) => {
  const { x, y, width, height } = dots[index].getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}, index);

forEachBrowser('a number offers its curve to the pointer; the curve is read by pointing, and a press sets the number', {}, async ({ open }) => {
  const page = await bench(open, POOL);
  await page.hover(WORKERS);
  const button = await page.waitForSelector(`.machine__one:has(${WORKERS}) .machine__sweep`);
  assert.match(await button.evaluate((button) => button.textContent), /^sweep 1 … 80/);
  await button.click();
  await swept(page);
  assert.equal(await reading(page), 'max_workers 2: 2.00 s');
  const seconds = await table(page);
  const workers = [1, 2, 4, 8, 16, 80];
  for (const [index, rounds] of [8, 4, 2, 1, 1, 1].map((halves) => halves / 2).entries()) {
    assert.ok(Math.abs(seconds[workers[index]] - rounds) < 0.03, JSON.stringify(seconds));
  }
  // Fewer seconds are further down; the dots are all there.
  const dots = await page.$$('.curve__dot--0');
  assert.equal(dots.length, Object.keys(seconds).length);
  const one = await place(page, 0);
  const eight = await place(page, Object.keys(seconds).indexOf('8'));
  assert.ok(eight.y > one.y + 40 && eight.x > one.x, JSON.stringify({ one, eight }));
  assert.match(await page.$eval('.curve__foot', (foot) => foot.textContent), /from max_workers 8 on it hardly changes/);

  await page.mouse.move(eight.x, eight.y - 20);
  await page.waitForFunction(() => document.querySelector('.curve__reading').textContent.startsWith('max_workers 8: '));
  assert.match(await page.$eval('.curve__reading', (words) => words.textContent), /now 2: 2\.00 s$/);
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForFunction((number) => document.querySelector(number).textContent === '8', {}, '[aria-label^="max_workers"]');
  await page.waitForFunction(() => /^0\.5\d s\s*done/.test(document.querySelector('.output__line')?.textContent ?? ''), { timeout: 20_000 });
  assert.match(await readCode(page, NAME), /max_workers=8\)/);
  // The curve is still that of this program: nothing was run anew, and the mark has moved.
  assert.equal(await page.$eval('.curve__text--now', (label) => label.textContent), '8');
  assert.equal(await page.$eval('.curve', (curve) => curve.getAttribute('aria-busy')), 'false');
});

forEachBrowser('with keys alone: Enter opens the curve, arrows go along it, Enter sets, Escape gives the focus back', {}, async ({ open }) => {
  const page = await bench(open, POOL);
  await page.focus(WORKERS);
  await page.keyboard.press('Enter');
  await swept(page);
  assert.equal(await focused(page), 'Curve of max_workers');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((chart) => document.querySelector(chart).getAttribute('aria-valuetext').startsWith('max_workers 3: '), {}, CHART);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((chart) => document.querySelector(chart).getAttribute('aria-valuetext') === 'max_workers 1: 4.00 s', {}, CHART);
  // The page's own keys are not meant: nothing plays, the number is where it was.
  assert.equal(await page.$eval(WORKERS, (number) => number.textContent), '2');
  await page.keyboard.press('Enter');
  await page.waitForFunction((number) => document.querySelector(number).textContent === '1', {}, WORKERS);
  await page.waitForFunction(() => /^4\.0\d s\s*done/.test(document.querySelector('.output__line')?.textContent ?? ''), { timeout: 20_000 });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('.curve'));
  assert.equal(await focused(page), 'max_workers, line 4');
  // The same by the button, which is the next stop.
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'machine__sweep');
  await page.keyboard.press('Enter');
  await swept(page);
  await page.click('.curve__close');
  await page.waitForFunction(() => !document.querySelector('.curve'));
  assert.equal(await focused(page), 'max_workers, line 4');
});

forEachBrowser('values without a number say why, and an edit beside the number makes the curve anew', {}, async ({ open }) => {
  const ring = (calls) => `import threading

gate = threading.Semaphore(3)
for _ in range(${calls}):
    gate.acquire()
print("done")
`;
  const page = await bench(open, ring(3));
  const number = '[role="slider"][aria-label="Semaphore, line 3"]';
  await page.focus(number);
  await page.keyboard.press('Enter');
  await swept(page);
  const first = await table(page);
  assert.match(first[2], /^deadlock: /);
  assert.equal(typeof first[3], 'number', JSON.stringify(first));
  assert.equal((await page.$$('.curve__broken')).length, 2);
  assert.match(await page.$eval('.curve__foot', (foot) => foot.textContent), /No number at 1, 2\./);
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('.curve__reading b').textContent.startsWith('Semaphore 1: deadlock: '));
  await writeCode(page, NAME, ring(2));
  await page.waitForFunction(() => document.querySelectorAll('.curve__broken').length === 1
    && document.querySelector('.curve').getAttribute('aria-busy') === 'false', { timeout: 30_000 });
  // Without the number there is no curve of it.
  await writeCode(page, NAME, 'print("nothing")\n');
  await page.waitForFunction(() => !document.querySelector('.curve'));
});

forEachBrowser('where the loop is held, that can be shown too', {}, async ({ open }) => {
  const page = await bench(open, `import asyncio
import time


async def main():
    await asyncio.sleep(1)
    time.sleep(0.2)


asyncio.run(main())
print("done")
`);
  await page.focus('[role="slider"][aria-label="time.sleep, line 7"]');
  await page.keyboard.press('Enter');
  await swept(page);
  // The loop is held from 10 ms up to 5 s, a run takes at least a second: the former tells more.
  const chosen = () => page.$eval('.curve__measure[aria-pressed="true"]', (button) => button.textContent);
  assert.equal(await chosen(), 'Loop held');
  assert.ok(Math.abs((await table(page))['5.0'] - 5) < 0.05);
  await (await page.$$('.curve__measure'))[0].click();
  assert.equal(await chosen(), 'Run time');
  assert.ok(Math.abs((await table(page))['5.0'] - 6) < 0.05);
});

forEachBrowser('a comparison has both programs in one chart; a number that both have is set in both', {}, async ({ open }) => {
  const page = await bench(open, `import asyncio
import time


async def main():
    for _ in range(3):
        time.sleep(0.3)
    await asyncio.sleep(0.1)


asyncio.run(main())
print("done")
`);
  await (await page.waitForSelector('::-p-text(Compare with fix)')).evaluate((button) => button.click());
  await page.waitForSelector('.code-pane[data-side="1"] .cm-changed--good');
  const number = '[role="slider"][aria-label="range, line 6"]';
  await page.focus(number);
  await page.keyboard.press('Enter');
  await swept(page);
  assert.deepEqual(await page.$$eval('.curve__program', (names) => names.map((name) => name.textContent)), ['Your code', 'With the fix']);
  await page.waitForSelector('.curve__line--0');
  await page.waitForSelector('.curve__line--1');
  assert.match(await valueText(page), /^range 3: Your code .+, With the fix .+/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  for (const side of [0, 1]) {
    await page.waitForFunction((side) => document.querySelector(`.code-pane[data-side="${side}"] .cm-content`).textContent.includes('range(4)'), {}, side);
  }
});

for (const colorScheme of ['light', 'dark']) {
  const look = { colorScheme, reducedMotion: true };
  forEachBrowser(`axe finds nothing on a curve, ${colorScheme}`, { look }, async ({ open }) => {
    const page = await bench(open, POOL);
    for (const step of [() => page.focus(WORKERS), () => page.keyboard.press('Enter').then(() => swept(page))]) {
      await step();
      assert.deepEqual(await complaints(page), []);
    }
  });
}

for (const width of [360, 390]) {
  forEachBrowser(`on a phone of ${width} pixels the curve is a sheet from below`, { viewport: { width, height: 780 } }, async ({ open }) => {
    const page = await bench(open, POOL);
    await page.click(WORKERS);
    const button = await page.waitForSelector(`.machine__one:has(${WORKERS}) .machine__sweep`);
    const within = (selector) => page.$eval(selector, (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
    });
    assert.ok(await within(`.machine__one:has(${WORKERS}) .machine__offer`));
    await button.click();
    await swept(page);
    assert.ok(await within('.curve'));
    assert.equal(await page.$eval('.curve', (curve) => Math.round(innerHeight - curve.getBoundingClientRect().bottom)), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the page');
    const labels = await page.$$eval('.curve__text', (texts) => texts.map((text) => {
      const { left, right, top } = text.getBoundingClientRect();
      return { left, right, top, text: text.textContent };
    }));
    for (const [index, label] of labels.entries()) {
      assert.ok(label.left >= 0 && label.right <= width, JSON.stringify(label));
      const next = labels[index + 1];
      if (next && next.top === label.top) assert.ok(next.left > label.right, JSON.stringify([label, next]));
    }
    const index = Object.keys(await table(page)).indexOf('16');
    const { x, y } = await place(page, index);
    await page.mouse.click(x, y - 30);
    await page.waitForFunction(() => document.querySelector('[aria-label^="max_workers, line"]').textContent === '16');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('.curve'));
  });
}

forEachBrowser('what grows as its number does is drawn as a straight line, anything else says that its steps double', {}, async ({ open }) => {
  const page = await bench(open, 'import time\n\nfor n in range(10):\n    time.sleep(0.05)\nprint("done")\n');
  const RANGE = '[role="slider"][aria-label^="range"]';
  await page.hover(RANGE);
  await (await page.waitForSelector(`.machine__one:has(${RANGE}) .machine__sweep`)).click();
  await swept(page);
  const places = await page.$$eval('.curve__dot--0', (dots) => dots.map((dot) => [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))]));
  assert.ok(places.length > 6, String(places.length));
  const [[x, y], [lastX, lastY]] = [places[0], places.at(-1)];
  for (const [at, height] of places) {
    assert.ok(Math.abs(height - (y + (lastY - y) * (at - x) / (lastX - x))) < 2, JSON.stringify(places));
  }
  assert.doesNotMatch(await page.$eval('.curve__foot', (foot) => foot.textContent), /double/);

  await page.click('.curve__close');
  await writeCode(page, NAME, POOL);
  await page.waitForSelector(WORKERS);
  await page.hover(WORKERS);
  await (await page.waitForSelector(`.machine__one:has(${WORKERS}) .machine__sweep`)).click();
  await swept(page);
  assert.match(await page.$eval('.curve__foot', (foot) => foot.textContent), /equal steps double the number/);
});
