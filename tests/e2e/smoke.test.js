import assert from 'node:assert/strict';
import { forEachBrowser } from './lib/harness.js';
import { waitUntilLoaded } from './lib/page.js';

forEachBrowser('served with its headers, the page loads and is isolated', {}, async ({ open }) => {
  const page = await open();
  await waitUntilLoaded(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
});

forEachBrowser('served without any header, the page loads and complains of nothing', { server: { headers: {} } }, async ({ open }) => {
  const page = await open();
  await waitUntilLoaded(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
});
