// The code on the page can be changed: what runs is what stands there, or nothing.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { readCode, writeCode } from './lib/page.js';

const NAME = 'Python code, blocking';
const write = (page, text) => writeCode(page, NAME, text);
const source = (page) => readCode(page, NAME);
const headline = (page) => page.$eval('h1', (h1) => h1.textContent);
const alert = (page) => page.$eval('[role="alert"]', (alert) => alert.textContent).catch(() => '');

async function opened(open) {
  const page = await open();
  await page.waitForSelector('main[data-state="ended"]', { timeout: 15_000 });
  return page;
}

forEachBrowser('an edit changes the run', {}, async ({ open }) => {
  const page = await opened(open);
  const before = await headline(page);
  const text = await source(page);
  assert.ok(text.includes('time.sleep(2)'), text);
  await write(page, text.replace('time.sleep(2)', 'time.sleep(1.25)'));
  await page.waitForFunction(() => document.querySelector('h1').textContent.includes('1.25 s'), { timeout: 10_000 });
  assert.notEqual(await headline(page), before);
});

forEachBrowser('a syntax error shows at its line, and nothing runs', {}, async ({ open }) => {
  const page = await opened(open);
  const before = await headline(page);
  await write(page, 'import asyncio\n\nasync def main(:\n    pass\n');
  await page.waitForSelector('[role="alert"]');
  assert.match(await alert(page), /line 3/);
  assert.equal(await headline(page), before, 'the last good run stays visible');
});

forEachBrowser('what is not supported shows at its line, with what to do', {}, async ({ open }) => {
  const page = await opened(open);
  await write(page, 'import asyncio\nimport numpy\n\nprint(numpy.zeros(3))\n');
  await page.waitForSelector('[role="alert"]');
  assert.match(await alert(page), /line 4: numpy\.zeros is not modelled.*\[tool\.loopscope\.calls\."numpy\.zeros"\]/s);
});

forEachBrowser('the script interface refuses a bad program with its place', {}, async ({ open }) => {
  const page = await opened(open);
  const refused = await page.evaluate(async () => {
    await loopscope.ready;
    try {
      await loopscope.run('x = 1\ny = (\n', {});
      return 'it ran';
    } catch (error) {
      return { line: error.line, column: error.column, message: error.message };
    }
  });
  assert.equal(typeof refused, 'object');
  assert.ok(refused.line >= 2 && refused.column >= 1 && refused.message.length > 0, JSON.stringify(refused));
});

forEachBrowser('a run that never ends is stopped, and the next one is clean', {}, async ({ open }) => {
  const page = await opened(open);
  const [stopped, next] = await page.evaluate(async () => {
    await loopscope.ready;
    const endless = loopscope.run('while True:\n    pass\n', {});
    setTimeout(() => loopscope.stop(), 300);
    const stopped = await endless;
    const next = await loopscope.run('print("clean")\n', {});
    return [stopped.exit.status, next.output.map((line) => line.text)];
  });
  // Virtual time may run out before somebody stops it: that is an end with a message, too.
  assert.ok(['stopped', 'limit'].includes(stopped), stopped);
  assert.deepEqual(next, ['clean']);
});
