// The bench: one program, its machine as a sentence of numbers, and the way into a comparison.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { readCode, writeCode } from './lib/page.js';

const NAME = 'Python code';

async function opened(open) {
  const page = await open('code/');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  return page;
}

const write = (page, text) => writeCode(page, NAME, text);
const output = (page) => page.$$eval('.output__line', (lines) => lines.map((line) => line.textContent).join('\n'));

forEachBrowser('the bench runs the code that is on it, and keeps it', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import os\nprint("cores", os.cpu_count())\n');
  await page.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('cores 4'), { timeout: 10_000 });
  await page.reload();
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  assert.match(await output(page), /cores 4/);
});

forEachBrowser('numbers of the machine follow the arrow keys, and the run follows them', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import os\nprint("cores", os.cpu_count())\n');
  await page.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('cores 4'), { timeout: 10_000 });
  await page.focus('[role="slider"][aria-label="Cores"]');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('cores 6'), { timeout: 10_000 });
  assert.equal(await page.$eval('[role="slider"][aria-label="Cores"]', (number) => number.textContent), '6');
});

forEachBrowser('a number of the program is dragged where it stands', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import time\ntime.sleep(0.5)\nprint("done")\n');
  const number = await page.waitForSelector('[role="slider"][aria-label="time.sleep, line 2"]');
  const { x, y, width, height } = await number.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 30, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => /^1\.\d\d s\s*done/.test(document.querySelector('.output__line')?.textContent ?? ''), { timeout: 10_000 });
  assert.match(await readCode(page, NAME), /time\.sleep\(1\.\d\)/);
});

forEachBrowser('who wants a plain text area has one', {}, async ({ open }) => {
  const page = await opened(open);
  await page.waitForSelector('.editor--rich');
  const press = (await page.$$('.code-pane__reset'))[0];
  await press.click();
  const area = await page.waitForSelector('textarea[aria-label="Python code"]');
  await area.evaluate((area) => {
    area.value = 'print("plain")';
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await page.waitForFunction(() => document.querySelector('.output__lines')?.textContent.includes('plain'), { timeout: 10_000 });
});
