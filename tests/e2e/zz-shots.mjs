import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
const which = process.argv[2] ?? 'all';
const server = await serve();
for (const colorScheme of ['light', 'dark']) {
  const browser = await launch('chromium', { look: { colorScheme } });
  for (const [w, h] of [[1366, 650], [1440, 900], [390, 844]]) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.on('console', (m) => console.log(m.type(), m.text()));
    await page.setViewport({ width: w, height: h, deviceScaleFactor: w < 500 ? 2 : 1, hasTouch: w < 500, isMobile: w < 500 });
    await page.goto(server.url);
    await page.waitForSelector('main:not([data-state="loading"])');
    await sleep(3000);
    const name = (s) => `/tmp/shots/${w}-${colorScheme}-${s}.png`;
    await page.screenshot({ path: name('1-first') });
    if (which === 'all') {
      const press = async (text) => {
        const b = await page.waitForFunction((t) => [...document.querySelectorAll('dialog[open] button, main button')].find((e) => e.textContent.trim().startsWith(t) && e.checkVisibility() && !e.disabled), {}, text);
        await b.click();
      };
      await press('Run live'); await sleep(900); await page.screenshot({ path: name('2-stage') });
      await press('Freeze'); await sleep(5200);
      await page.screenshot({ path: name('3-after') });
      await press('Same work'); await sleep(4500);
      await page.screenshot({ path: name('4-both') });
      await press('Show both'); await sleep(2500);
      await page.screenshot({ path: name('5-replay') });
      await page.screenshot({ path: name('6-full'), fullPage: true });
    }
    await context.close();
  }
  await browser.close();
}
await server.close(); process.exit(0);
