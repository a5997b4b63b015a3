// Measures the timeline with a million spans in Chromium: pictures a second while it is panned and zoomed, what that
// costs the page's own thread, and memory. It prints numbers and fails when a budget of DESIGN.md is missed by far.
import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { writeCode } from './lib/page.js';

const SECONDS = 5;
// Each turn is three changes of state: a million spans with those of the GIL's lane, just below the model's limit.
const PROGRAM = `import threading, time

def work():
    for _ in range(27_000):
        time.sleep(0.0002)

for i in range(12):
    threading.Thread(target=work).start()
`;

const server = await serve();
const browser = await launch('chromium');
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(new URL('code/', server.url).href);
  await page.waitForSelector('main[data-state="ended"]', { timeout: 60_000 });
  await writeCode(page, 'Python code', PROGRAM);
  const rows = () => Number(document.querySelector('table[aria-label="Trace"]')?.getAttribute('aria-rowcount') ?? 0);
  const began = Date.now();
  await page.waitForFunction(`(${rows})() > 500000`, { timeout: 180_000 });
  console.log(`run and shown after ${((Date.now() - began) / 1000).toFixed(1)} s: ${await page.evaluate(rows)} spans`);
  await page.waitForFunction(() => document.querySelector('main').dataset.state !== 'playing', { timeout: 60_000 });

  // The painter is the worker that draws: the one that asks for frames.
  const painters = [];
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      const ask = self.requestAnimationFrame.bind(self);
      self.measured = { frames: 0, spent: 0, longest: 0 };
      self.requestAnimationFrame = (draw) => ask((now) => {
        const start = performance.now();
        draw(now);
        const spent = performance.now() - start;
        self.measured.frames += 1;
        self.measured.spent += spent;
        self.measured.longest = Math.max(self.measured.longest, spent);
      });
    }).then(() => painters.push(worker), () => {});
  }

  const picture = await (await page.waitForSelector('.timeline__picture')).boundingBox();
  const middle = { x: picture.x + picture.width / 2, y: picture.y + picture.height / 2 };
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
  };
  // The page gets one event a frame from itself: events sent from here would be counted as its work.
  const drive = (how) => page.evaluate(({ x, y }, how, seconds) => new Promise((resolve) => {
    const picture = document.querySelector('.timeline__picture');
    const send = (Kind, type, more) => picture.dispatchEvent(
      new Kind(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, pointerId: 1, ...more }));
    const zoom = (deltaY) => send(WheelEvent, 'wheel', { ctrlKey: true, deltaY });
    const drag = (type, by) => send(PointerEvent, type, { buttons: how === 'point' ? 0 : 1, clientX: x + by });
    const moves = {
      zoom: (frame) => zoom(frame % 60 < 30 ? -40 : 40),
      pan: (frame) => drag('pointermove', 200 * Math.sin(frame / 20)),
      point: (frame) => drag('pointermove', 300 * Math.sin(frame / 40)),
      play: () => {},
    };
    if (how === 'pan') {
      for (let n = 0; n < 4; n += 1) zoom(-42);
      drag('pointerdown', 0);
    }
    if (how === 'play') document.querySelector('.transport__play').click();
    const end = performance.now() + seconds * 1000;
    let frames = 0;
    const move = () => {
      if (performance.now() > end) {
        if (how === 'pan') drag('pointerup', 0);
        resolve(frames);
        return;
      }
      moves[how](frames);
      frames += 1;
      requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  }), middle, how, SECONDS);

  const results = [];
  for (const how of ['zoom', 'pan', 'point', 'play']) {
    await page.click('button[title="Show the whole run"]');
    for (const painter of painters) await painter.evaluate(() => { self.measured = { frames: 0, spent: 0, longest: 0 }; });
    const before = await spent();
    const moves = await drive(how);
    const busy = await spent() - before;
    const drawn = await Promise.all(painters.map((painter) => painter.evaluate(() => self.measured)));
    const painter = drawn.sort((a, b) => b.frames - a.frames)[0];
    const result = {
      pictures: painter.frames / SECONDS,
      picture: painter.spent / painter.frames,
      page: busy / moves,
    };
    const pictures = painter.frames === 0 ? 'nothing drawn' : `${result.pictures.toFixed(0)} pictures/s, ${result.picture.toFixed(1)} ms each,`
      + ` longest ${painter.longest.toFixed(0)} ms`;
    console.log(`${how}: ${moves} frames in ${SECONDS} s, the page ${result.page.toFixed(1)} ms each; ${pictures}`);
    results.push(result);
  }
  const memory = await Promise.race([
    page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes),
    new Promise((resolve) => { setTimeout(resolve, 60_000, NaN); }),
  ]);
  console.log(`memory of the page and its workers: ${(memory / 1e6).toFixed(0)} MB`);
  // Loose, because machines differ: a picture that costs as much as its trace is long misses them a hundredfold.
  // Where only words are told, there is no picture.
  if (results.some((result) => result.pictures > 0 && result.pictures < 15 || result.page > 16)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}
