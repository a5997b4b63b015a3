// You are the scheduler: offered where threads share state; a lost update is made by hand, with keys, and undone; what all
// schedules can come to is told, and one of each is shown.
import assert from 'node:assert/strict';
import { complaints } from './lib/axe.js';
import { forEachBrowser } from './lib/harness.js';
import { waitUntilLoaded, writeCode } from './lib/page.js';

const LOST = `import threading

counter = 0

def work():
    global counter
    value = counter
    value = int(value) + 1
    counter = value

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counter", counter)
`;

const ALONE = `counter = 0
for _ in range(2):
    counter += 1
print("alone", counter)
`;

/** The mode's button, when it is there. */
const toggle = (page) => page.evaluateHandle(() =>
  [...document.querySelectorAll('.transport button')].find((button) => button.textContent === 'You are the scheduler'));

/** Waits until the program printed that, and the run is over. */
const printed = (page, text) => page.waitForFunction((text) =>
  document.querySelector('main[data-state="ended"]') &&
    [...document.querySelectorAll('.output__lines')].some((list) => list.textContent.includes(text)), {}, text);

async function bench(open, program, text) {
  const page = await open('code/');
  await waitUntilLoaded(page);
  await writeCode(page, 'Python code', program);
  await printed(page, text);
  return page;
}

/** The title of what is asked, or the sentence in which it ended. */
const heading = (page) => page.$eval('.schedule__title, .schedule__result', (heading) => heading.textContent);

/** Waits until the heading is another one. */
const another = (page, before) => page.waitForFunction((before) =>
  (document.querySelector('.schedule__title, .schedule__result')?.textContent ?? before) !== before, {}, before);

/** Decides by keys: among the threads of a question, the first one of `wishes` that can go on; tells who it was. */
async function decide(page, wishes) {
  const before = await heading(page);
  await page.waitForFunction(() => document.activeElement?.classList.contains('schedule__one'));
  const names = await page.$$eval('.schedule__one b', (names) => names.map((name) => name.textContent));
  const wish = wishes.find((wish) => names.some((name) => name.startsWith(wish))) ?? names[0];
  for (let i = 0; i < names.length; i += 1) {
    if (await page.evaluate((wish) => document.activeElement.textContent.startsWith(wish), wish)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await another(page, before);
  return wish;
}

/** Decides until it is over. */
async function decideAll(page, wishes) {
  for (let i = 0; i < 30 && await page.$('.schedule__title'); i += 1) await decide(page, wishes);
  return page.$eval('.schedule__result', (result) => result.textContent);
}

/** The first thread reads; then all of the second, which the main thread has to start; then the rest. */
async function loseAnUpdate(page) {
  await page.waitForSelector('.schedule__title');
  for (let i = 0; i < 10; i += 1) {
    const lines = await page.$$eval('.schedule__one', (all) => all.map((one) => one.textContent));
    if (lines.some((line) => line.startsWith('Thread-1') && line.includes('line 8'))) break;
    await decide(page, ['Thread-1']);
  }
  return decideAll(page, ['Thread-2', 'MainThread']);
}

forEachBrowser('threads that share state can be scheduled, a program of one thread can not', {}, async ({ open }) => {
  const page = await bench(open, LOST, 'counter');
  assert.ok((await toggle(page)).asElement(), 'it is offered');
  await writeCode(page, 'Python code', ALONE);
  await printed(page, 'alone');
  assert.equal((await toggle(page)).asElement(), null);
});

forEachBrowser('an update is lost by hand with keys, undone, and found', {}, async ({ open }) => {
  const page = await bench(open, LOST, 'counter');
  await (await toggle(page)).asElement().focus();
  await page.keyboard.press('Enter');
  assert.match(await loseAnUpdate(page), /It printed at last: counter 1/);
  const said = await page.$$eval('.schedule [role="status"]', (all) => all.map((one) => one.textContent).join(' '));
  assert.match(said, /counter 1/);

  // Back to before the last choice, and from there on without any.
  const over = await heading(page);
  await page.keyboard.press('Backspace');
  await another(page, over);
  assert.match(await heading(page), /^Decision \d+: who goes on\?$/);
  const shown = await page.$$eval('.output__lines', (lists) => lists.map((list) => list.textContent).join(' '));
  assert.ok(!shown.includes('counter 1'), 'what comes later is not shown');
  const press = (name) => page.$$eval('.schedule button', (all, name) => all.find((one) => one.textContent === name).click(), name);
  for (let i = 0; i < 30; i += 1) {
    if (await page.evaluate(() => [...document.querySelectorAll('.schedule__back')].every((back) => back.disabled))) break;
    const before = await heading(page);
    await press('Undo');
    await another(page, before);
  }
  await press('Let it run');
  await page.waitForSelector('.schedule__result');
  assert.match(await heading(page), /counter 2/);

  await press('What can happen?');
  await page.waitForSelector('.schedule__sum', { timeout: 30_000 });
  assert.match(await page.$eval('.schedule__sum', (sum) => sum.textContent), /^Of \d+ schedules with at most two switches:$/);
  const ends = await page.$$eval('.schedule__ending', (rows) => rows.map((row) => row.textContent));
  assert.equal(ends.length, 2);
  assert.match(ends[0], /^\d+prints counter 2/);
  assert.match(ends[1], /^\d+prints counter 1/);
  const before = await heading(page);
  await page.$$eval('.schedule__ending button', (all) => all[1].click());
  await another(page, before);
  assert.match(await heading(page), /counter 1/);

  await (await toggle(page)).asElement().click();
  await page.waitForSelector('.schedule', { hidden: true });
  await printed(page, 'counter 2');
});

forEachBrowser('in a lesson the comparison makes room and comes back', {}, async ({ open }) => {
  const page = await open('l/deadlock-by-lock-order/');
  await page.waitForSelector('.slot[data-slot="ask"] .slot__answer:not(:disabled)', { timeout: 15_000 });
  assert.equal((await toggle(page)).asElement(), null, 'not while something is asked');
  await page.click('.slot__answer:not(:disabled)');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 15_000 });
  await (await toggle(page)).asElement().click();
  await page.waitForSelector('.schedule__title');
  assert.equal((await page.$$('.trace-pane')).length, 1);
  await (await toggle(page)).asElement().click();
  await page.waitForFunction(() => document.querySelectorAll('.trace-pane').length === 2);
});

forEachBrowser('no frame offers it', {}, async ({ open }) => {
  const page = await open('embed.html#scenario=lost-update');
  await (await page.waitForSelector('.embed-play')).click();
  await page.waitForSelector('main[data-state="ready"], main[data-state="ended"]', { timeout: 15_000 });
  assert.equal((await toggle(page)).asElement(), null);
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1366, height: 650 }, { width: 360, height: 740 }]) {
    const name = `axe finds nothing while it is decided, ${colorScheme}, ${viewport.width} px`;
    forEachBrowser(name, { look: { colorScheme }, viewport }, async ({ open }) => {
      const page = await open('l/deadlock-by-lock-order/');
      await page.waitForSelector('.slot__answer:not(:disabled)', { timeout: 15_000 });
      await page.click('.slot__answer:not(:disabled)');
      await page.waitForSelector('main[data-state="ended"]', { timeout: 15_000 });
      await (await toggle(page)).asElement().click();
      await page.waitForSelector('.schedule__title');
      assert.deepEqual(await complaints(page), []);
      await page.$$eval('.schedule button', (all) => all.find((one) => one.textContent === 'What can happen?').click());
      await page.waitForSelector('.schedule__sum', { timeout: 60_000 });
      assert.deepEqual(await complaints(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px too wide`);
    });
  }
}
