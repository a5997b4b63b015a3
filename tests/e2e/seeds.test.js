// "Try 100 seeds": the same program under a hundred schedules, its orders counted.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { writeCode } from './lib/page.js';


const THREE_THREADS = `import threading
import time

def work(name):
    time.sleep(0.1)
    print(name)

for name in "ABC":
    threading.Thread(target=work, args=(name,)).start()
`;

async function tried(page) {
  const button = await page.waitForFunction(() => [...document.querySelectorAll('main button')]
    .find((button) => button.textContent.trim() === 'Try 100 seeds' && button.checkVisibility() && !button.disabled));
  await button.click();
  await page.waitForSelector('.output__sum', { timeout: 30_000 });
  // They run on the engine's threads, which the page's own policy has to let start.
  assert.doesNotMatch(await page.$eval('main', (main) => main.textContent), /did not start/);
  return page.$eval('.output__sum', (sum) => sum.textContent);
}

forEachBrowser('a hundred seeds of a program that waits only give one order', {}, async ({ open }) => {
  const page = await open();
  await page.waitForSelector('main[data-state="ended"]', { timeout: 15_000 });
  assert.equal(await tried(page), 'All 100 schedules print the same.');
});

forEachBrowser('threads that sleep as long as each other mostly wake up in order, but not always', {}, async ({ open }) => {
  const page = await open();
  await page.waitForSelector('main[data-state="ended"]', { timeout: 15_000 });
  await writeCode(page, 'Python code, blocking', THREE_THREADS);
  await page.waitForFunction(() => [...document.querySelectorAll('.output__lines')]
    .some((list) => /A/.test(list.textContent) && !/beat/.test(list.textContent)), { timeout: 10_000 });
  const said = await tried(page);
  const [, orders, most] = said.match(/^100 schedules, (\d) different orders; the most frequent (\d+) times\.$/) ?? [];
  assert.ok(orders >= 2 && orders <= 6 && most >= 50, said);
});
