// What somebody who opens the page for the first time sees after three seconds, without touching anything.
import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { readCode } from './lib/page.js';
import { waitUntilLoaded } from './lib/page.js';

const SIZES = [
  { width: 1366, height: 650 },
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

for (const viewport of SIZES) {
  const size = `${viewport.width} × ${viewport.height}`;
  forEachBrowser(`at ${size}, a first visit plays by itself, with all that matters in view`, { viewport }, async ({ open, browserName }) => {
    const page = await open('', (page) => page.evaluateOnNewDocument(() => {
      // Layout shifts are told by Chromium only.
      window.testShift = 0;
      if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.testShift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    }));
    await waitUntilLoaded(page);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(await page.$eval('main', (main) => main.dataset.engine), 'model');

    const inView = await page.evaluate(() => {
      const rect = (element) => element?.getBoundingClientRect();
      const inside = (box) => box && box.width > 0 && box.height > 0 && box.top >= 0 && box.left >= 0
        && box.bottom <= innerHeight && box.right <= innerWidth;
      const shown = (element) => element && element.checkVisibility();
      const timelines = [...document.querySelectorAll('[role="img"]')].filter(shown);
      // The heartbeat is the first third of a timeline.
      const heartbeats = timelines.map((timeline) => {
        const box = rect(timeline);
        return new DOMRect(box.x, box.y, box.width, box.height / 3);
      });
      const changed = [...document.querySelectorAll('.trace-pane__line, .editor__row--bad, .editor__row--good, .cm-changed--bad, .cm-changed--good')].filter(shown);
      const play = [...document.querySelectorAll('button')]
        .find((button) => /^(Play|Pause)/.test(button.getAttribute('aria-label') ?? button.textContent.trim()));
      return {
        heartbeats: heartbeats.map(inside),
        lowest: Math.max(...heartbeats.map((box) => box.bottom)),
        changed: changed.some((element) => inside(rect(element))),
        play: inside(rect(play)),
        shift: window.testShift,
        sideways: document.documentElement.scrollWidth - innerWidth,
      };
    });
    assert.deepEqual(inView.heartbeats, [true, true], 'both heartbeats');
    if (viewport.width < 700) assert.ok(inView.lowest <= 510, `both heartbeats within 510 px, not ${inView.lowest}`);
    assert.ok(inView.changed, 'the changed line');
    assert.ok(inView.play, 'Play or Pause');
    if (browserName === 'chromium') assert.equal(inView.shift, 0, 'layout shift');
    assert.ok(inView.sideways <= 0, 'nothing scrolls sideways');
  });
}

forEachBrowser('the first sweep ends by itself and rests at the end', {}, async ({ open }) => {
  const page = await open();
  await page.waitForSelector('main[data-state="playing"]');
  await page.waitForSelector('main[data-state="ended"]', { timeout: 10_000 });
  const { value, max } = await page.$eval('[aria-label="Position"]', ({ value, max }) => ({ value, max }));
  assert.equal(value, max);
});

forEachBrowser("the headline's numbers are the report's", {}, async ({ open }) => {
  const page = await open();
  await page.waitForSelector('main[data-state="ended"]', { timeout: 10_000 });
  const headline = await page.$eval('h1', (h1) => h1.textContent);
  const source = await readCode(page, 'Python code, blocking');
  const longest = await page.evaluate(async (source) => {
    await loopscope.ready;
    const report = await loopscope.run(source, {});
    return Math.max(...report.loops.map((loop) => loop.longest_callback));
  }, source);
  assert.ok(headline.includes(`${longest.toFixed(2)} s`), `${headline} against ${longest}`);
});

forEachBrowser('from the static page to the app and to its editor the changed line is never out of sight', {}, async ({ open }) => {
  const page = await open('', (page) => page.evaluateOnNewDocument(() => {
    window.testSights = [];
    const look = () => {
      // What is observed for the first time is told between a frame's layout and its drawing.
      const observer = new ResizeObserver(() => {
        observer.disconnect();
        const shown = (element) => element.checkVisibility({ visibilityProperty: true });
        const panes = [...document.querySelectorAll('.code-pane[data-side="0"]')].filter(shown);
        const lines = panes.map((pane) => {
          const line = pane.querySelector('.editor__row--bad, .cm-changed--bad')?.getBoundingClientRect();
          const box = pane.getBoundingClientRect();
          return line && line.height > 0 && line.top >= box.top && line.bottom <= box.bottom ? 'seen' : 'lost';
        });
        if (panes.length) window.testSights.push(lines.join());
      });
      if (document.body) observer.observe(document.body);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }));
  await page.waitForSelector('.cm-changed--bad', { timeout: 20_000 });
  await page.waitForSelector('main[data-state="ended"]', { timeout: 20_000 });
  assert.deepEqual(await page.evaluate(() => [...new Set(window.testSights)]), ['seen']);
  assert.equal((await page.$$('main')).length, 1);
});
