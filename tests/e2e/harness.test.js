// What the other tests trust: that errors are heard, pictures on the screen counted, and input arrives like a person's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachBrowser } from './lib/harness.js';
import { screenBox, screenCentre, watchGaps } from './lib/page.js';
import { readHeaders, serve } from './lib/server.js';

// The harness's own pages have scripts between their tags.
const { 'Content-Security-Policy': _policy, ...HEADERS } = readHeaders();
const page = (body) => ({ headers: HEADERS, pages: { '/page.html': `<!doctype html><title>t</title><link rel="icon" href="data:,">${body}` } });

test('the server sends the four isolation headers with every answer, and 404 for what is missing', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  for (const [path, status] of [['', 200], ['index.html', 200], ['missing.js', 404], ['../package.json', 404]]) {
    const response = await fetch(new URL(path, server.url));
    await response.text();
    assert.equal(response.status, status, path);
    assert.equal(response.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(response.headers.get('cross-origin-embedder-policy'), 'require-corp');
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(response.headers.get('document-isolation-policy'), 'isolate-and-require-corp');
  }
});

const COMPLAINTS = {
  'console.error': `<script>console.error('complaint')</script>`,
  exception: `<script>throw new Error('complaint')</script>`,
  rejection: `<script>Promise.reject(new Error('complaint'))</script>`,
  'missing file': `<script src="complaint.js"></script>`,
  'exception in a worker': `<script>new Worker(URL.createObjectURL(new Blob(['throw new Error("complaint")'])))</script>`,
  'console.error in a worker': `<script>new Worker(URL.createObjectURL(new Blob(['console.error("complaint")'])))</script>`,
};
for (const [kind, body] of Object.entries(COMPLAINTS)) {
  forEachBrowser(`${kind} is heard`, { server: page(body), expectedErrors: /./ }, async ({ open, errors }) => {
    await open('page.html');
    const deadline = Date.now() + 3000;
    while (!errors.some((error) => error.includes('complaint')) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(errors.some((error) => error.includes('complaint')), JSON.stringify(errors));
  });
}

const LOOK = `<script>document.title = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map((q) => matchMedia(q).matches)</script>`;
forEachBrowser('a dark and quiet system is seen by the page', { server: page(LOOK), look: { colorScheme: 'dark', reducedMotion: true } },
  async ({ open }) => assert.equal(await (await open('page.html')).title(), 'true,true'));
forEachBrowser('a light and lively one too', { server: page(LOOK) },
  async ({ open }) => assert.equal(await (await open('page.html')).title(), 'false,false'));

const SIZE = { width: 390, height: 844, deviceScaleFactor: 2 };
forEachBrowser('a page has the size asked for', { server: page(''), viewport: SIZE }, async ({ open }) => {
  assert.deepEqual(
    await (await open('page.html')).evaluate(() => ({ width: innerWidth, height: innerHeight, deviceScaleFactor: devicePixelRatio })),
    SIZE,
  );
});

const FREEZE = `
  <style>body { margin: 0 } button, canvas { position: absolute; left: 200px } button { top: 20px } canvas { top: 100px }</style>
  <button>freeze</button><input><canvas width="300" height="100"></canvas>
  <script>
    const canvas = document.querySelector('canvas').transferControlToOffscreen();
    const worker = new Worker(URL.createObjectURL(new Blob(['(' + (() => {
      onmessage = ({ data }) => {
        const context = data.getContext('2d');
        let x = 0;
        setInterval(() => {
          context.fillStyle = 'white';
          context.fillRect(0, 0, 300, 100);
          context.fillStyle = 'black';
          context.fillRect(x++ % 300, 0, 10, 100);
        }, 16);
      };
    }) + ')()'])));
    worker.postMessage(canvas, [canvas]);
    window.clicks = [];
    document.querySelector('button').onclick = (event) => {
      const now = performance.now();
      if (!clicks.length) while (performance.now() < now + 1500);
      clicks.push(now - event.timeStamp);
    };
  </script>`;
forEachBrowser('pictures are counted and clicks sent while a page is frozen', { headed: true, server: page(FREEZE) },
  async ({ open, display }) => {
    const page = await open('page.html');
    const { different: before } = await display.watch(300, await screenBox(page, 'canvas'));
    assert.ok(before > 5, `${before} pictures before the freeze`);
    const gaps = await watchGaps(page);

    const button = await screenCentre(page, 'button');
    const canvas = await screenBox(page, 'canvas');
    await display.click(button);
    const watched = display.watch(1200, canvas);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await display.click(button);
    const { samples, different, longestStill } = await watched;

    await page.waitForFunction(() => window.clicks.length === 2);
    const delay = await page.evaluate(() => window.clicks[1]);
    assert.ok(different >= 30, `${different} pictures in ${samples} samples, still for ${longestStill} ms`);
    assert.ok(delay > 700 && delay < 1100, `the second click waited ${delay} ms`);
    const { longest } = await gaps.read();
    assert.ok(longest > 1400 && longest < 1800, `the page stood still for ${longest} ms`);

    await display.click(await screenCentre(page, 'input'));
    await display.type('typed');
    await page.waitForFunction(() => document.querySelector('input').value === 'typed');
  });
