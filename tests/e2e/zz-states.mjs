import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
// A Python program for the bench, by a link made in the page itself.
const sizes = (process.argv[3] ?? '390x844,768x1024,1440x900,2560x1440').split(',').map((s) => s.split('x').map(Number));
const schemes = (process.argv[4] ?? 'light,dark').split(',');
const only = process.argv[2]?.split(',');
const click = (name) => async (page) => {
  await page.evaluate((name) => {
    const all = [...document.querySelectorAll('button, a, [role="tab"], summary')];
    const it = all.find((b) => b.checkVisibility() && (b.textContent.trim().startsWith(name) || b.getAttribute('aria-label')?.startsWith(name)));
    if (!it) console.log('no button ' + name); else it.click();
  }, name);
  await sleep(1500);
};
const write = (text) => async (page) => {
  await page.evaluate(async () => { await window.loopscope?.ready; });
  const t = await page.$('.cm-content, textarea');
  if (!t) { console.log('no editor'); return; }
  await page.evaluate((text) => {
    const cm = document.querySelector('.cm-content');
    if (cm) { cm.focus(); document.execCommand('selectAll'); document.execCommand('insertText', false, text); }
    else { const a = document.querySelector('textarea'); a.value = text; a.dispatchEvent(new Event('input', { bubbles: true })); }
  }, text);
  await sleep(3500);
};
const PROGRAM = `import asyncio
import time


def load(name):
    time.sleep(0.4)
    return name


async def worker(name):
    print(name, "starts")
    data = load(name)
    await asyncio.sleep(0.2)
    print(name, "done", data)


async def ticker():
    for n in range(8):
        await asyncio.sleep(0.1)
        print("tick", n)


async def main():
    await asyncio.gather(ticker(), worker("A"), worker("B"))


asyncio.run(main())
`;
const STATES = {
  front: ['', []],
  ask: ['l/lost-update/', []],
  verdict: ['l/lost-update/', [async (p) => { await p.evaluate(() => document.querySelectorAll('.slot button')[1]?.click()); await sleep(800); await p.keyboard.press('End'); await sleep(1000); }]],
  story: ['l/deadlock-by-lock-order/', [click('Just play'), async (p) => { await p.keyboard.press('End'); }, click('Why')]],
  blank: ['code/', []],
  bench: ['code/', [write(PROGRAM)]],
  findings: ['code/', [write(PROGRAM), click('Findings')]],
  fixed: ['code/', [write(PROGRAM), click('Findings'), click('Compare with fix')]],
  error: ['code/', [write(PROGRAM), write(PROGRAM.replace('async def main():', 'async def main(:'))]],
  refused: ['code/', [write('import tensorflow as tf\n\nprint(tf.constant(1))\n')]],
  deadlock: ['code/', [write('import threading\n\na, b = threading.Lock(), threading.Lock()\n\n\ndef one():\n    with a:\n        import time; time.sleep(0.1)\n        with b:\n            print("one")\n\n\ndef two():\n    with b:\n        with a:\n            print("two")\n\n\nthreading.Thread(target=one).start()\nthreading.Thread(target=two).start()\n')]],
  trace: ['code/', [write(PROGRAM), click('Trace')]],
  numbers: ['code/', [write(PROGRAM), click('Numbers')]],
  map: ['lessons/', []],
  docs: ['docs/', []],
  share: ['code/', [write(PROGRAM), click('Share')]],
  embeddialog: ['', [click('Embed')]],
  export: ['', [click('Export')]],
  keys: ['', [async (p) => { await p.keyboard.press('?'); await sleep(800); }]],
  stage: ['', [click('Run live')]],
  embed: ['embed.html#scenario=blocking-call', []],
  embedplayed: ['embed.html#scenario=blocking-call', [click('Play'), async () => sleep(6000)]],
  embedask: ['embed.html#scenario=lost-update', [click('Play')]],
};
const server = await serve();
for (const [name, [path, steps]] of Object.entries(STATES)) {
  if (only && only[0] !== 'all' && !only.includes(name)) continue;
  for (const colorScheme of schemes) {
    const browser = await launch('chromium', { look: { colorScheme } });
    for (const [w, h] of sizes) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.on('console', (m) => console.log(name, w, m.type(), m.text()));
      page.on('pageerror', (e) => console.log(name, w, 'pageerror', e.message));
      await page.setViewport({ width: w, height: h, deviceScaleFactor: 1, hasTouch: w < 500, isMobile: w < 500 });
      await page.goto(server.url + path);
      await page.waitForSelector('main:not([data-state="loading"]), .embed-play, body:not(:has(#page))', { timeout: 20000 }).catch((e) => console.log(name, e.message));
      await sleep(2500);
      for (const step of steps) await step(page).catch((e) => console.log(name, w, e.message));
      await sleep(600);
      await page.screenshot({ path: `/tmp/shots/s-${name}-${w}-${colorScheme}.png` });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(name, w, 'WIDER by', wide);
      await context.close();
    }
    await browser.close();
  }
  console.log('done', name);
}
await server.close(); process.exit(0);
