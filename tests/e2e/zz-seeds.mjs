import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { setTimeout as sleep } from 'node:timers/promises';
const server = await serve();
for (const b of ['chromium','firefox']) {
  const browser = await launch(b, { });
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: 900 });
  await page.goto(server.url);
  await page.waitForSelector('main:not([data-state="loading"])');
  await sleep(3000);
  for (let i = 0; i < 2; i++) {
    const t = Date.now();
    const btn = await page.waitForFunction(() => [...document.querySelectorAll('main button')].find((e) => e.textContent.trim().startsWith('Try 100')));
    await btn.click();
    try { await page.waitForFunction(() => document.querySelector('.output__sum'), { timeout: 15000, polling: 20 }); } catch (e) { console.log('timeout'); }
    console.log(b, Date.now() - t, 'ms', await page.evaluate(() => document.querySelector('.output__sum')?.textContent?.slice(0, 200)));
    await sleep(500);
    await page.screenshot({ path: `/tmp/shots/seeds-${b}.png` });
  }
  await browser.close();
}
await server.close(); process.exit(0);
