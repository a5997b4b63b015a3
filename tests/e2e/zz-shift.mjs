import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
const server = await serve();
const browser = await launch('chromium', {});
for (const [w, h] of [[1440, 900], [390, 844]]) {
  const page = await browser.newPage();
  await page.setViewport({ width: w, height: h });
  await page.evaluateOnNewDocument(() => {
    window.shifts = [];
    new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifts.push([e.value, e.startTime, e.sources.map((s) => [s.node?.className ?? s.node?.nodeName, s.node?.textContent?.slice(0, 40), JSON.stringify(s.previousRect), JSON.stringify(s.currentRect)])]); }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(server.url);
  await sleep(5000);
  console.log(w, JSON.stringify(await page.evaluate(() => window.shifts), null, 1));
}
await browser.close(); await server.close(); process.exit(0);
