// The bench: one program, its machine as a sentence of numbers, and the way into a comparison.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { readCode, walk, writeCode } from './lib/page.js';

const NAME = 'Python code';

async function opened(open) {
  const page = await open('code/');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  return page;
}

const includes = (page, text) => page.waitForFunction((text) =>
  document.querySelector('.output__lines')?.textContent.includes(text), { timeout: 15_000 }, text);

forEachBrowser('an empty bench has programs to start from; each runs, and Reset leads back to them', {}, async ({ open }) => {
  const page = await opened(open);
  const names = await page.$$eval('.starter b', (all) => all.map((name) => name.textContent));
  assert.equal(names.length, 3);
  for (const [index, name] of names.entries()) {
    await (await page.$$('.starter'))[index].click();
    await page.waitForFunction(() => !document.querySelector('.starter'));
    await page.waitForFunction(() => document.querySelectorAll('.output__line').length >= 2, { timeout: 20_000 });
    assert.ok((await readCode(page, NAME)).split('\n').length > 8, name);
    await page.waitForSelector('main:not([data-state="running"]):not([data-state="loading"])');
    await (await page.waitForSelector('::-p-text(Reset)')).click();
    await page.waitForSelector('.starter');
  }
  // What is pasted takes their place.
  await write(page, 'print("pasted")\n');
  await includes(page, 'pasted');
  assert.equal(await page.$('.starter'), null);
});

forEachBrowser('a version that nobody could measure is marked', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import sys\nprint(sys.version_info[:2])\n');
  await includes(page, '(3, 13)');
  assert.equal(await page.$('.documented'), null);
  await page.focus('[role="slider"][aria-label="Python version"]');
  await page.keyboard.press('End');
  await includes(page, '(3, 14)');
  const marks = await page.$$eval('.documented', (all) => all.map((mark) => mark.textContent));
  assert.deepEqual(new Set(marks), new Set(['from documentation']));
});

forEachBrowser('who compares with a fix stays in their own program, and sees where the other one differs', {}, async ({ open }) => {
  const page = await opened(open);
  const filler = Array.from({ length: 30 }, (_, n) => `x${n} = ${n}\n`).join('');
  await write(page, `import asyncio\nimport time\n\n${filler}\n\nasync def main():\n    time.sleep(0.3)\n    await asyncio.sleep(0.1)\n\n\nasyncio.run(main())\n`);
  await (await page.waitForSelector('::-p-text(Compare with fix)')).evaluate((button) => button.click());
  await page.waitForSelector('.code-pane[data-side="1"] .cm-changed--good');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.code-pane')?.dataset.side), '0');
  await page.waitForFunction(() => {
    const frame = document.querySelector('.code-pane[data-side="1"] .cm-scroller').getBoundingClientRect();
    const line = document.querySelector('.code-pane[data-side="1"] .cm-changed--good').getBoundingClientRect();
    return line.top >= frame.top && line.bottom <= frame.bottom;
  });
});

forEachBrowser('what a call of an unknown module needs is put in by a press, and into a block that is there', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import mylib\n\nprint(mylib.fetch(), mylib.send())\n');
  for (const name of ['fetch', 'send']) {
    await page.waitForFunction((name) => document.querySelector('.cm-problem')?.textContent.startsWith(`mylib.${name} is not modelled`), {}, name);
    await (await page.waitForSelector('::-p-text(Put these lines in)')).click();
    await page.waitForFunction((name) => document.querySelector('.cm-content').textContent.includes(`calls."mylib.${name}"`), {}, name);
  }
  await includes(page, 'None None');
  const code = await readCode(page, NAME);
  assert.equal(code.match(/# \/\/\/ script/g).length, 1, code);
  assert.ok(code.endsWith('import mylib\n\nprint(mylib.fetch(), mylib.send())\n'), code);
});

forEachBrowser('the tasks of the moment are a tree, each with where it stands', { look: { reducedMotion: true } }, async ({ open }) => {
  const page = await opened(open);
  await write(page, `import asyncio


async def fetch(n):
    await asyncio.sleep(n)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch(1), name="short")
        group.create_task(fetch(2), name="long")


asyncio.run(main())
print("done")
`);
  await includes(page, 'done');
  await page.$$eval('[role="tab"]', (tabs) => tabs.find((tab) => tab.textContent === 'Tasks').click());
  const shown = () => page.$$eval('.tasks__list li > span', (all) => all.map((one) => one.textContent));
  await page.waitForSelector('.tasks__none');
  await page.focus('[aria-label="Position"]');
  await page.keyboard.press('Home');
  for (const [step, wanted] of [[0.5, ['short', 'long']], [1.5, ['long']]]) {
    await page.$eval('[aria-label="Position"]', (slider, share) => {
      slider.value = share * slider.max;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }, step / 2);
    await page.waitForFunction((n) => document.querySelectorAll('.tasks__task').length === n, {}, wanted.length + 1);
    const lines = await shown();
    assert.equal(lines[0], '(T) Task-1');
    assert.ok(lines.some((line) => /^main main\.py:\d+$/.test(line)), lines.join('\n'));
    for (const name of wanted) {
      const at = lines.indexOf(`(T) ${name}`);
      assert.match(lines.slice(at).join('\n'), /^fetch main\.py:5$/m, lines.join('\n'));
    }
  }
});

forEachBrowser('what is typed into the code is text and no key of the page', {}, async ({ open }) => {
  const page = await opened(open);
  const here = page.url();
  await (await page.waitForSelector('.cm-content')).click();
  await page.keyboard.type('print("hello l 1 2 n e / ?", 7 / 2)');
  await includes(page, 'hello l 1 2 n e / ? 3.5');
  assert.equal(page.url(), here);
  assert.equal(await page.$('dialog[open]'), null);
});

forEachBrowser('with keys alone: to a starter, into the code and out of it, and along everything else', {}, async ({ open }) => {
  const page = await opened(open);
  await page.focus('.starter');
  await page.keyboard.press('Enter');
  await includes(page, 'starts');
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.activeElement.closest('.code-pane'));
  await page.keyboard.press('Escape');
  await walk(page, ['Share', 'Python code', 'Cores', 'by task', 'Explore the timeline', 'Output', 'Step forward', 'Position', 'Speed', 'Run live']);
});

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

forEachBrowser('code in a finding is set as code, in the card and in the list', {}, async ({ open }) => {
  const page = await opened(open);
  await writeCode(page, NAME, `import threading
import time

a, b = threading.Lock(), threading.Lock()


def one():
    with a:
        time.sleep(0.1)
        with b:
            print("one")


def two():
    with b:
        with a:
            print("two")


for work in one, two:
    threading.Thread(target=work).start()
`);
  const words = (place) => page.$$eval(place, (all) => all.map((message) =>
    [message.textContent, ...[...message.children].map((code) => `${code.tagName} ${code.textContent}`)]));
  await page.waitForSelector('.cm-finding__message');
  const cards = await words('.cm-finding__message');
  const [text, ...code] = cards.find(([text]) => text.includes('is taken while'));
  assert.match(text, /^b is taken while a is held here/);
  assert.deepEqual(code, ['CODE b', 'CODE a']);
  await (await page.waitForSelector('::-p-xpath(//*[@role="tab"][starts-with(., "Findings")])')).click();
  await page.waitForSelector('.findings__message');
  assert.deepEqual((await words('.findings__message')).find(([told]) => told === text), [text, ...code]);
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

/** Waits until a run has told so much, and is played to its end, where the code says the same. */
async function told(page, ...signs) {
  await page.waitForFunction((signs) => signs.every((sign) => document.querySelector('.output__lines').textContent.includes(sign)),
    { timeout: 90_000 }, signs);
  await page.focus('[aria-label="Position"]');
  await page.keyboard.press('End');
  await page.waitForFunction((sign) => document.querySelector('.code-pane__printed').textContent.includes(sign),
    { timeout: 20_000 }, signs[0]);
}

/** Twelve threads that sleep this often, or for ever, after they told who they are. */
const sleepers = (which, times) => `import threading, time

def work():
    ${times ? `for _ in range(${times})` : 'while True'}:
        time.sleep(0.0002)

print("${which}")
for _ in range(12):
    threading.Thread(target=work).start()
`;

forEachBrowser('a run that does not end by itself says why, however long its trace is', {}, async ({ open }) => {
  const page = await opened(open);
  await writeCode(page, NAME, 'import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n');
  await told(page, 'deadlock: Nothing can ever run again');
  // As many events as a trace may have, again and again: a run comes while the page still has the one before.
  for (const which of ['first', 'second', 'third', 'fourth']) {
    await writeCode(page, NAME, sleepers(which));
    await told(page, 'trace grew beyond 1000000 events', which);
  }
});

forEachBrowser('where a page gets 256 MiB, a long run takes the place of the one before, and one that never fits says so', {}, async ({ open }) => {
  const page = await open('code/', (page) => page.evaluateOnNewDocument(() => {
    // A phone that reserves at once what a module may want at most.
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
      constructor(wanted) {
        if (wanted.maximum > 4096) throw new RangeError('could not allocate memory');
        super(wanted);
        window.pages = wanted.maximum;
      }
    };
  }));
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  assert.equal(await page.evaluate(() => window.pages), 4096);
  for (const which of ['first', 'second', 'third']) {
    await writeCode(page, NAME, sleepers(which, 6_000));
    await told(page, which);
  }
  await writeCode(page, NAME, sleepers('endless'));
  await page.waitForFunction(() => /needs \d+ MB, more than this page has left/.test(document.querySelector('main').textContent),
    { timeout: 60_000 });
  await writeCode(page, NAME, 'print("again")\n');
  await includes(page, 'again');
});

forEachBrowser('what does not run says so over its picture; a first text that does not run has none', {}, async ({ open }) => {
  const page = await opened(open);
  const notice = () => page.$eval('.trace-pane__stale', (notice) => notice.textContent);
  const pictured = () => page.$eval('.timeline__view', (view) => view.checkVisibility({ visibilityProperty: true }));
  await write(page, 'import nowhere\n\nnowhere.call()\n');
  await page.waitForSelector('.trace-pane__stale');
  assert.match(await notice(), /^Line 3 does not run yet\.nowhere\.call is not modelled/);
  assert.equal(await pictured(), false);
  await write(page, 'print("good")\n');
  await includes(page, 'good');
  assert.equal(await page.$('.trace-pane__stale'), null);
  await write(page, 'print("good")\nprint(\n');
  await page.waitForSelector('.trace-pane__stale');
  assert.match(await notice(), /^Line \d does not run yet\.This picture is of the last good run\.$/);
  assert.equal(await pictured(), true);
});
