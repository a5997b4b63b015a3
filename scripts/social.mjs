// Makes the picture that stands for the site where somebody links to it, www/social/loopscope.png, from dist/ as it is:
//   node scripts/social.mjs
// It needs tests/e2e/node_modules and Chromium. It is kept in the repository, so that a build needs neither. Lessons have
// pictures of their own, which the build draws (src/site/social.rs).
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from '../tests/e2e/lib/browsers.js';
import { serve } from '../tests/e2e/lib/server.js';

const FILE = fileURLToPath(new URL('../www/social/loopscope.png', import.meta.url));

const server = await serve();
const browser = await launch('chromium', { look: { colorScheme: 'dark' } });
const page = await browser.newPage();
await page.setViewport({ width: 1200, height: 630 });
await page.goto(server.url);
await page.waitForSelector('main:not([data-state="loading"])');
await page.waitForSelector('main[data-state="playing"], main[data-state="ended"]');
await page.keyboard.press('End');
await page.waitForSelector('main[data-state="ended"]');
// The picture is of what was seen; nobody can press a button in it.
await page.addStyleTag({ content: `
  .transport, .drawer, .slot, .header .chip, .header .button { display: none !important; }
  .page { grid-template: "header header" 56px "headline headline" 50px "code-0 trace-0" 1fr "code-1 trace-1" 1fr / 420px minmax(0, 1fr) !important; height: 630px; }
  .headline__sentence { font-size: 32px; line-height: 46px; }` });
await new Promise((resolve) => setTimeout(resolve, 800));
writeFileSync(FILE, await page.screenshot());
console.log(FILE);
await browser.close();
await server.close();
