// The timeline of one run: zoom, pan, what is pointed at in words, keys, ranges, steps.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { writeCode } from './lib/page.js';

const LOCKS = `import threading, time

lock = threading.Lock()

def first():
    with lock:
        time.sleep(0.5)

def second():
    time.sleep(0.1)
    with lock:
        print("second has it")

a = threading.Thread(target=first, name="first")
b = threading.Thread(target=second, name="second")
a.start(); b.start()
a.join(); b.join()
`;
const SIZE = { width: 1366, height: 768 };
const CALM = { viewport: SIZE, look: { reducedMotion: true } };

async function opened(open, program = LOCKS, sign = 'second has it') {
  const page = await open('code/');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  await writeCode(page, 'Python code', program);
  await page.waitForFunction((sign) => document.querySelector('.output__lines')?.textContent.includes(sign),
    { timeout: 20_000 }, sign);
  return page;
}

const timeOf = async (page) => parseFloat(await page.$eval('.transport__time', (time) => time.textContent));
const card = (page) => page.$eval('.timeline__card', (card) => card.innerText);
const told = (page) => page.$eval('.timeline [role="status"]', (said) => said.textContent);
const boxOf = async (page) => (await page.waitForSelector('.timeline__picture')).boundingBox();
const focus = (page) => page.focus('.timeline__view');

/** Zooms to a point as a wheel with ctrl does; true when the page kept it from the browser. */
const wheel = (page, x, y, deltaY, ctrlKey) => page.evaluate((x, y, deltaY, ctrlKey) => {
  const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: x, clientY: y, deltaY, ctrlKey });
  return !document.querySelector('.timeline__picture').dispatchEvent(event);
}, x, y, deltaY, ctrlKey);

/** Clicks at a share of the picture's width and gives the time of the cursor. */
async function timeAt(page, share) {
  const box = await boxOf(page);
  await page.mouse.click(box.x + box.width * share, box.y + 60);
  await page.waitForSelector('main[data-state="paused"], main[data-state="ready"], main[data-state="ended"]');
  return timeOf(page);
}

forEachBrowser('pointing at a lane says why it waits, and never covers the lane', CALM, async ({ open }) => {
  const page = await opened(open);
  const box = await boxOf(page);
  let found;
  for (let y = 30; y < box.height && !found; y += 8) {
    await page.mouse.move(box.x + box.width * 0.6, box.y + y);
    const words = await card(page);
    if (words.includes('second waits')) found = { words, y };
  }
  assert.ok(found, 'no lane says that second waits');
  assert.match(found.words, /second waits for the Lock of line 3/);
  assert.match(found.words, /held by first since line 6, for \d+ ms/);
  const place = await page.$eval('.timeline__card', (card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return { top, bottom };
  });
  const pointer = box.y + found.y;
  assert.ok(pointer < place.top || pointer > place.bottom, `${pointer} within ${JSON.stringify(place)}`);
});

forEachBrowser('a press sets the cursor; zooming keeps the moment under the pointer', CALM, async ({ open }) => {
  const page = await opened(open);
  const before = await timeAt(page, 0.6);
  const box = await boxOf(page);
  for (let n = 0; n < 6; n += 1) {
    assert.equal(await wheel(page, box.x + box.width * 0.6, box.y + 60, -100, true), true);
  }
  const after = await timeAt(page, 0.6);
  assert.ok(Math.abs(after - before) <= 0.011, `${before} became ${after}`);
  const nearby = await timeAt(page, 0.9);
  assert.ok(nearby - after < 0.2, `it is seen more closely: ${nearby} - ${after}`);
  await page.click('button[title="Show the whole run"]');
  assert.ok(await timeAt(page, 0.9) - after > 0.1);
});

forEachBrowser('a plain wheel is left to the page', CALM, async ({ open }) => {
  const page = await opened(open);
  const box = await boxOf(page);
  assert.equal(await wheel(page, box.x + 300, box.y + 60, 100, false), false);
});

forEachBrowser('dragging pans what is zoomed into', CALM, async ({ open }) => {
  const page = await opened(open);
  const box = await boxOf(page);
  for (let n = 0; n < 5; n += 1) await wheel(page, box.x + box.width * 0.6, box.y + 60, -100, true);
  const before = await timeAt(page, 0.5);
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60, { steps: 5 });
  await page.mouse.up();
  assert.equal(await timeOf(page), before, 'the cursor stays where it was');
  assert.ok(await timeAt(page, 0.5) > before);
});

forEachBrowser('keys walk through lanes and their edges, and are heard', CALM, async ({ open }) => {
  const page = await opened(open);
  await focus(page);
  await page.keyboard.press('ArrowDown');
  const first = await told(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await told(page), first);
  assert.match(await told(page), /^second/);
  for (let n = 0; n < 20 && !/waits for the Lock/.test(await told(page)); n += 1) await page.keyboard.press('ArrowLeft');
  assert.match(await told(page), /^second waits for the Lock of line 3\. .*held by first since line 6/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => parseFloat(document.querySelector('.transport__time').textContent) < 0.2);
});

forEachBrowser('a range has sums for each lane, and is given up again', CALM, async ({ open }) => {
  const page = await opened(open);
  const box = await boxOf(page);
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const sums = await page.waitForSelector('.timeline__sums table');
  assert.match(await sums.evaluate((table) => table.innerText), /first[\s\S]*second/);
  await page.click('.timeline__sums button');
  await page.waitForFunction(() => !document.querySelector('.timeline__sums'));
  const at = await timeAt(page, 0.5);
  await page.keyboard.press('[');
  const begins = await (await page.waitForSelector('.timeline__sums caption')).evaluate((caption) => caption.textContent);
  assert.ok(Math.abs(parseFloat(begins) - at) < 0.011, `${begins} begins at ${at}`);
});

forEachBrowser('steps go by decision, by turn of the loop and by line of output', CALM, async ({ open }) => {
  const program = 'import asyncio\nasync def main():\n    for i in range(3):\n        await asyncio.sleep(0.2)\n'
    + '        print("turn", i)\nasyncio.run(main())\n';
  const page = await opened(open, program, 'turn 2');
  const at = async (key) => {
    const before = await page.$eval('.slider', (slider) => slider.value);
    await page.keyboard.press(key);
    await page.waitForFunction((before) => document.querySelector('.slider').value !== before, {}, before);
    return Number(await page.$eval('.slider', (slider) => slider.value));
  };
  await page.evaluate(() => document.activeElement?.blur());
  await at('Home');
  const output = await at('.');
  assert.ok(Math.abs(output - 333) < 15, `the first line is a third into it: ${output}`);
  await at('Home');
  const decision = await at('ArrowRight');
  await at('Home');
  await page.keyboard.down('Shift');
  const turn = await at('ArrowRight');
  const next = await at('ArrowRight');
  assert.equal(await at('ArrowLeft'), turn);
  await page.keyboard.up('Shift');
  assert.ok(decision > 0 && turn > 0 && turn < next && next < output + 1, `${decision} ${turn} ${next} ${output}`);
});

forEachBrowser('the table has a row for each span, follows the cursor, and says why', CALM, async ({ open }) => {
  const page = await opened(open);
  const table = await page.waitForSelector('table[aria-label="Trace"]');
  assert.ok(Number(await table.evaluate((table) => table.getAttribute('aria-rowcount'))) > 8);
  await timeAt(page, 0.6);
  await page.waitForFunction(() => [...document.querySelectorAll('tr[aria-current="time"]')]
    .some((row) => /second.*waits for a lock.*held by first/.test(row.textContent)));
});
