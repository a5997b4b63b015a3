// Makes the pictures that stand for a page where somebody links to it, www/social/*.png, from dist/ as it is:
//   node scripts/social.mjs [SLUG …]      without a slug: the front page's
// It needs tests/e2e/node_modules and Chromium. The pictures are kept in the repository, so that a build needs neither.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../tests/e2e/lib/browsers.js';
import { serve } from '../tests/e2e/lib/server.js';

const FOLDER = fileURLToPath(new URL('../www/social/', import.meta.url));

const slugs = process.argv.slice(2);
const pages = slugs.length ? slugs.map((slug) => [slug, `l/${slug}/`]) : [['loopscope', '']];
const server = await serve();
const browser = await launch('chromium', { look: { colorScheme: 'dark' } });
for (const [name, path] of pages) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 630 });
  await page.goto(new URL(path, server.url).href);
  await page.waitForSelector('main:not([data-state="loading"])');
  // A question has to be answered, or not, before there is anything to see.
  if (await page.$('main[data-state="ready"]')) await page.keyboard.press(' ');
  await page.waitForSelector('main[data-state="playing"], main[data-state="ended"]');
  await page.keyboard.press('End');
  await page.waitForSelector('main[data-state="ended"]');
  // The picture is of what was seen; nobody can press a button in it.
  await page.addStyleTag({ content: `
    .transport, .drawer, .slot, .header .chip, .header .button { display: none !important; }
    .page { grid-template: "header header" 56px "headline headline" 50px "code-0 trace-0" 1fr "code-1 trace-1" 1fr / 420px minmax(0, 1fr) !important; height: 630px; }
    .headline__sentence { font-size: 32px; line-height: 46px; }` });
  await new Promise((resolve) => setTimeout(resolve, 800));
  const file = join(FOLDER, `${name}.png`);
  writeFileSync(file, await page.screenshot());
  console.log(file);
  await page.close();
}
await browser.close();
await server.close();
