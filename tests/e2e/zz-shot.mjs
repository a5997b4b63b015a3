import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
const [path = '', name = 'x', sizes = '1440x900', schemes = 'dark', js = ''] = process.argv.slice(2);
const server = await serve();
for (const colorScheme of schemes.split(',')) {
  const browser = await launch('chromium', { look: { colorScheme } });
  for (const size of sizes.split(',')) {
    const [w, h] = size.split('x').map(Number);
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.on('console', (m) => console.log(m.type(), m.text()));
    page.on('pageerror', (e) => console.log('pageerror', e.message));
    page.on('requestfailed', (r) => console.log('failed', r.url()));
    page.on('response', (r) => r.status() >= 400 && console.log(r.status(), r.url()));
    await page.setViewport({ width: w, height: h, deviceScaleFactor: w < 500 ? 2 : 1, hasTouch: w < 500, isMobile: w < 500 });
    await page.goto(server.url + path);
    await page.waitForSelector('main:not([data-state="loading"])', { timeout: Number(process.env.WAIT ?? 8000) }).catch((e) => console.log(e.message));
    await sleep(3000);
    if (js) { await page.evaluate(js); await sleep(2500); }
    await page.screenshot({ path: `/tmp/shots/${name}-${w}-${colorScheme}.png` });
    await context.close();
  }
  await browser.close();
}
await server.close(); process.exit(0);
