// What tests ask of a page.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './server.js';

/** The lessons of the catalogue, as their folders are named. */
export const LESSONS = readdirSync(join(DIST, 'l'));

/** Waits until `main` is in this state (`ready`, `playing`, `ended`, …). */
export async function waitForState(page, state) {
  await page.waitForSelector(`main[data-state="${state}"]`);
}

/** Waits until a lesson's slot is in this state (`ask`, `play`, `verdict`, `next`). */
export async function waitForSlot(page, name) {
  await page.waitForSelector(`.slot[data-slot="${name}"]`, { timeout: 15_000 });
}

/** Waits until the page shows something that was run, or says why it can't. */
export async function waitUntilLoaded(page) {
  await page.waitForSelector('main:not([data-state="loading"])');
}

/**
 * Puts a timer of the test's own on the page. `read()` gives the longest time between two of its ticks so far, in
 * milliseconds: how long the page stood still.
 */
export async function watchGaps(page) {
  await page.evaluate(() => {
    const gaps = { longest: 0, ticks: 0, last: performance.now() };
    setInterval(() => {
      const now = performance.now();
      gaps.longest = Math.max(gaps.longest, now - gaps.last);
      gaps.last = now;
      gaps.ticks += 1;
    }, 4);
    window.testGaps = gaps;
  });
  return {
    read: () => page.evaluate(() => ({ longest: window.testGaps.longest, ticks: window.testGaps.ticks })),
    reset: () => page.evaluate(() => Object.assign(window.testGaps, { longest: 0, ticks: 0, last: performance.now() })),
  };
}

/** Where an element is on the screen of a headed test; its page fills the screen. */
export async function screenBox(page, selector) {
  const box = await (await page.waitForSelector(selector)).boundingBox();
  if (!box) throw new Error(`${selector} is not visible`);
  return box;
}

/** The middle of an element on the screen. */
export async function screenCentre(page, selector) {
  const { x, y, width, height } = await screenBox(page, selector);
  return { x: x + width / 2, y: y + height / 2 };
}

const editor = (name) => `.editor--rich [aria-label="${name}"]`;

/** Replaces the text of the editor of this accessible name as somebody who selects all and types would. */
export async function writeCode(page, name, text) {
  await page.waitForSelector(editor(name));
  await page.$eval(editor(name), (editor, text) => {
    editor.focus();
    document.execCommand('selectAll');
    document.execCommand('insertText', false, text);
  }, text);
}

/** The text of that editor, without what the page writes beside the lines. */
export async function readCode(page, name) {
  await page.waitForSelector(editor(name));
  return page.$$eval(`${editor(name)} .cm-line`, (lines) => lines.map((line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll('.cm-time').forEach((time) => time.remove());
    return copy.textContent;
  }).join('\n'));
}

/**
 * Walks a page with Tab from its beginning. Each stop has to be in sight with an outline around it (its own, or that of
 * what it is in), and the stops have to have these names, in any order.
 */
export async function walk(page, names) {
  await page.evaluate(() => {
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    scrollTo(0, 0);
  });
  const stops = [];
  for (let tabs = 0; tabs < 80; tabs++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === document.body) return undefined;
      const name = focused.getAttribute('aria-label') ?? focused.textContent.trim();
      const around = [];
      for (let element = focused; element && around.length < 4; element = element.parentElement) around.push(element);
      const { width, height, top, bottom } = focused.getBoundingClientRect();
      return {
        name,
        outlined: around.some((element) => getComputedStyle(element).outlineStyle !== 'none' && parseFloat(getComputedStyle(element).outlineWidth) >= 1),
        inSight: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
      };
    });
    if (!stop) break;
    stops.push(stop);
    // The code keeps Tab for nobody, but who is in it leaves it with Escape.
    if (stop.name.startsWith('Python code')) await page.keyboard.press('Escape');
  }
  const bad = stops.filter(({ outlined, inSight }) => !outlined || !inSight);
  const missing = names.filter((name) => !stops.some((stop) => stop.name.startsWith(name)));
  if (bad.length || missing.length) throw new Error(JSON.stringify({ bad, missing, stops: stops.map(({ name }) => name) }));
}
