// One test for each browser, each with a server, a fresh browser context, and an ear for errors.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { BROWSERS, launch } from './browsers.js';
import { Display } from './display.js';
import { serve } from './server.js';

/** The longest that one test may take, in milliseconds. */
const LONGEST = 180_000;

/**
 * @typedef {object} Stage what a test works with
 * @property {'chromium' | 'firefox'} browserName
 * @property {Awaited<ReturnType<typeof serve>>} server
 * @property {Display} [display] of a headed test; in Firefox the page gets the focus by the first click on it
 * @property {(path?: string, prepare?: (page: import('puppeteer-core').Page) => unknown) =>
 *   Promise<import('puppeteer-core').Page>} open opens a page of the server; `prepare` gets the page before it loads
 * @property {string[]} errors what went wrong on any page so far: console errors, exceptions, failed requests
 */

/**
 * Registers a test named `name [browser]` for each browser. It fails when `body` throws, and when a page complained.
 * @param {string} name
 * @param {object} options
 * @param {boolean | { width: number, height: number }} [options.headed] in a window on a display of this size (default
 *   1366 × 768), in a browser of its own
 * @param {{ width: number, height: number, deviceScaleFactor?: number }} [options.viewport] of a headless page
 * @param {import('./browsers.js').Look} [options.look]
 * @param {Parameters<typeof serve>[0]} [options.server]
 * @param {RegExp} [options.expectedErrors] complaints that this test provokes
 * @param {(stage: Stage) => Promise<void>} body
 */
export function forEachBrowser(name, options, body) {
  for (const browserName of BROWSERS) {
    test(`${name} [${browserName}]`, { timeout: LONGEST }, (t) => runInBrowser(t, browserName, options, body));
  }
}

async function runInBrowser(t, browserName, options, body) {
  const { headed, viewport = { width: 1366, height: 650 }, look, expectedErrors } = options;
  // What is opened is closed in reverse order, whatever happens.
  const closers = [];
  t.after(async () => {
    for (const close of closers.reverse()) await close();
  });

  const server = await serve(options.server);
  closers.push(() => server.close());

  let display;
  let newPage;
  if (headed) {
    display = await Display.start(headed === true ? {} : headed);
    closers.push(() => display.close());
    const browser = await launch(browserName, { display, look });
    closers.push(() => closeBrowser(browser));
    await display.fill();
    let first = (await browser.pages())[0];
    newPage = async () => {
      const page = first ?? await browser.newPage();
      first = undefined;
      return page;
    };
  } else {
    const context = await (await sharedBrowser(browserName, look)).createBrowserContext();
    closers.push(() => context.close());
    newPage = async () => {
      const page = await context.newPage();
      await page.setViewport(viewport);
      return page;
    };
  }

  const errors = [];
  const pages = [];
  const open = async (path = '', prepare = () => {}) => {
    const page = await newPage();
    pages.push(page);
    collectErrors(page, errors);
    await prepare(page);
    await page.goto(new URL(path, server.url).href);
    if (headed) await page.bringToFront();
    return page;
  };
  try {
    await body({ browserName, server, display, open, errors });
    assert.deepEqual(errors.filter((error) => !expectedErrors?.test(error)), [], 'a page complained');
  } catch (error) {
    for (const complaint of errors) t.diagnostic(complaint);
    await savePictures(t, pages);
    throw error;
  }
}

// Starting a browser takes longer than most tests; one is kept for each look while the file's tests run.
const shared = new Map();

function sharedBrowser(browserName, look) {
  const key = JSON.stringify([browserName, look]);
  const existing = shared.get(key);
  if (existing) return existing;
  const browser = launch(browserName, { look });
  shared.set(key, browser);
  return browser;
}

after(async () => {
  for (const browser of shared.values()) await closeBrowser(await browser);
});

async function closeBrowser(browser) {
  // A page that is frozen for good keeps a browser from closing.
  const closed = await Promise.race([browser.close().then(() => true), timeout(10_000)]);
  if (!closed) browser.process()?.kill('SIGKILL');
}

function collectErrors(page, errors) {
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url ?? ''})`);
  });
  page.on('pageerror', (error) => errors.push(`exception: ${error.stack ?? error}`));
  page.on('error', (error) => errors.push(`crash: ${error}`));
  page.on('requestfailed', (request) => errors.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`status ${response.status()}: ${response.url()}`);
  });
}

async function savePictures(t, pages) {
  const folder = join(tmpdir(), 'loopscope-e2e');
  mkdirSync(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    const picture = await Promise.race([page.screenshot().catch(() => {}), timeout(5_000)]);
    if (!picture) continue;
    const file = join(folder, `${t.name.replace(/\W+/g, '-')}${index || ''}.png`);
    writeFileSync(file, picture);
    t.diagnostic(`picture of the page: ${file}`);
  }
}

function timeout(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
