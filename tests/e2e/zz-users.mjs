import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
const server = await serve();
for (const [name, w, h, colorScheme] of [['a', 1440, 900, 'light'], ['b', 1366, 650, 'dark'], ['c', 390, 844, 'light']]) {
  const browser = await launch('chromium', { look: { colorScheme } });
  const page = await browser.newPage();
  await page.setViewport({ width: w, height: h, deviceScaleFactor: w < 500 ? 2 : 1, hasTouch: w < 500, isMobile: w < 500 });
  await page.goto(server.url);
  await sleep(10000);
  await page.screenshot({ path: `/tmp/users/${name}.png` });
  await browser.close();
}
await server.close(); process.exit(0);
