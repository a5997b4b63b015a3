// What a page around a frame can ask for by attributes, and what it is told (CONTRACT.md, "Embedding").
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { forEachBrowser } from './lib/harness.js';
import { DIST, serve } from './lib/server.js';

const BUDGET = 300_000;
const PROGRAM = 'import os, time\nprint("cores", os.cpu_count())\ntime.sleep(0.3)\nprint("over")\n';

const article = (site, body) => ({
  headers: {},
  pages: {
    '/article.html': `<!doctype html><title>t</title><link rel="icon" href="data:,"><script type="module" src="${site}v1/embed.js"></script>${body}`,
  },
});

/** Opens an article of another site with this in its body; `heard` are the messages so far, `frame` is its first frame. */
async function embedded({ open, server }, body, look) {
  const host = await serve(article(server.url, body));
  try {
    const page = await open(new URL('article.html', host.url).href, (page) => page.evaluateOnNewDocument(() => {
      window.heard = [];
      for (const name of ['loopscope-ready', 'loopscope-report', 'loopscope-answer']) {
        addEventListener(name, (event) => window.heard.push([name, event.detail]));
      }
    }));
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    const heard = async (name, count = 1) => {
      await page.waitForFunction((name, count) => window.heard.filter(([known]) => known === name).length >= count, { timeout: 20_000 }, name, count);
      return page.evaluate((name) => window.heard.filter(([known]) => known === name).map(([, detail]) => detail), name);
    };
    await look({ page, frame, heard });
  } finally {
    await host.close();
  }
}

async function play(frame) {
  let button = await frame.waitForSelector('.embed-play');
  // The page around gives the frame its height meanwhile, and a press may miss a button that moves.
  while (button) {
    await button.click().catch((error) => assert.match(String(error), /detached|not an Element|not clickable/));
    await new Promise((resolve) => setTimeout(resolve, 200));
    button = await frame.$('.embed-play');
  }
  await frame.waitForSelector('main:not([data-state="loading"])', { timeout: 20_000 });
}

const wait = (frame, selector) => frame.waitForSelector(selector, { timeout: 20_000 });
const shown = (frame, selector) => frame.$$eval(selector, (all) => all.filter((element) => element.checkVisibility()).length);
const text = (frame, selector) => frame.$eval(selector, (element) => element.textContent);
const pre = (attributes) => `<pre class="loopscope" ${attributes}><code>${PROGRAM}</code></pre>`;

forEachBrowser('a frame tells its answer and, after it, both reports', {}, async (stage) => {
  await embedded(stage, '<loop-scope scenario="blocking-call"></loop-scope>', async ({ page, frame, heard }) => {
    await play(frame);
    const question = await text(frame, 'h1');
    const answers = await frame.$$eval('.slot__answer', (all) => all.map((answer) => answer.textContent));
    await heard('loopscope-ready');
    assert.equal(await page.evaluate(() => window.heard.filter(([name]) => name !== 'loopscope-ready').length), 0, 'nothing is told while it is asked');
    await (await wait(frame, '.slot__answer:not(:disabled)')).click();
    const [answer] = await heard('loopscope-answer');
    assert.deepEqual(Object.keys(answer), ['scenario', 'question', 'answer', 'expected', 'correct']);
    assert.deepEqual([answer.scenario, answer.question, answer.answer], ['blocking-call', question, answers[0]]);
    assert.ok(answers.includes(answer.expected));
    assert.equal(answer.correct, answer.expected === answer.answer);
    const reports = await heard('loopscope-report', 2);
    for (const report of reports) assert.deepEqual([report.loopscope, report.engine, report.exit.status], [1, 'model', 'finished']);
    const held = reports.map((report) => report.loops[0].longest_callback);
    assert.ok(held[0] > 1 && held[1] < 0.1, String(held));
    await wait(frame, '.slot--verdict');
    assert.equal((await heard('loopscope-answer')).length, 1);
  });
});

forEachBrowser('a frame of a plain iframe gives the same messages by postMessage', {}, async ({ open, server }) => {
  const host = await serve({
    headers: {},
    pages: { '/plain.html': `<!doctype html><title>t</title><link rel="icon" href="data:,"><iframe width="700" height="500" src="${server.url}embed.html#scenario=blocking-call&predict=off"></iframe>` },
  });
  try {
    const page = await open(new URL('plain.html', host.url).href, (page) => page.evaluateOnNewDocument(() => {
      window.heard = [];
      addEventListener('message', ({ data }) => window.heard.push(data));
    }));
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await play(frame);
    await page.waitForFunction(() => window.heard.filter(({ type }) => type === 'loopscope-report').length === 2, { timeout: 20_000 });
    const types = await page.evaluate(() => [...new Set(window.heard.map(({ type }) => type))].sort());
    assert.deepEqual(types, ['loopscope-height', 'loopscope-ready', 'loopscope-report']);
  } finally {
    await host.close();
  }
});

forEachBrowser('machine, and a program that is not to be changed', {}, async (stage) => {
  await embedded(stage, pre('data-machine="cores=6, python=3.12" data-readonly'), async ({ frame, heard }) => {
    await play(frame);
    const [report] = await heard('loopscope-report');
    assert.equal(report.output[0].text, 'cores 6');
    assert.equal(report.machine.python, '3.12');
    await frame.click('.transport__code');
    const editor = await wait(frame, '.code-pane .cm-content[aria-label="Python code"]');
    assert.equal(await editor.evaluate((editor) => editor.getAttribute('aria-readonly')), 'true');
    await editor.evaluate((editor) => {
      editor.focus();
      document.execCommand('insertText', false, 'print(1)');
    });
    assert.ok(!(await text(frame, '.code-pane .cm-content')).includes('print(1)'));
  });
});

forEachBrowser('code that may be changed runs again, and the reader\'s own code stays as it was', {}, async (stage) => {
  await embedded(stage, pre(''), async ({ page, frame, heard }) => {
    await play(frame);
    await heard('loopscope-report');
    await frame.click('.transport__code');
    const editor = await wait(frame, '.code-pane .cm-content');
    await editor.evaluate((editor) => {
      editor.focus();
      document.execCommand('selectAll');
      document.execCommand('insertText', false, 'print("changed")');
    });
    const reports = await heard('loopscope-report', 2);
    assert.equal(reports.at(-1).output[0].text, 'changed');
    const kept = await frame.evaluate(() => [localStorage, sessionStorage].flatMap((kept) => Object.values({ ...kept })));
    assert.ok(!kept.some((value) => value.includes('changed')), String(kept));
    assert.ok(page);
  });
});

forEachBrowser('where the cursor stands; "Open full" keeps it, the code and the machine', {}, async (stage) => {
  await embedded(stage, pre('data-at="0.12" data-machine="cores=2"'), async ({ frame }) => {
    await play(frame);
    await wait(frame, 'main[data-state="paused"]');
    const standing = () => frame.$eval('[aria-label="Position"]', (slider) => Number.parseFloat(slider.getAttribute('aria-valuetext')));
    assert.equal(await standing(), 0.12);
    await frame.hover('.header__full');
    const { href, target } = await frame.$eval('.header__full', ({ href, target }) => ({ href, target }));
    assert.equal(target, '_blank');
    assert.match(href, /\/code\/#1[\w-]+$/);
    const full = await stage.open(href);
    await full.waitForSelector('main[data-state="paused"]', { timeout: 20_000 });
    assert.equal(await full.$eval('[aria-label="Position"]', (slider) => Number.parseFloat(slider.getAttribute('aria-valuetext'))), 0.12);
    await full.waitForFunction(() => document.querySelector('.output__line')?.textContent.includes('cores 2'));
  });
});

forEachBrowser('one program of a lesson alone, or both with the second one\'s code', {}, async (stage) => {
  await embedded(stage, '<loop-scope scenario="blocking-call" variant="offloaded"></loop-scope>', async ({ frame, heard }) => {
    await wait(frame, '.embed-play');
    assert.equal(await shown(frame, '.trace-pane'), 1);
    await play(frame);
    const [report] = await heard('loopscope-report');
    assert.equal(report.file, 'offloaded.py');
    assert.equal(await shown(frame, '.trace-pane'), 1);
    assert.match(await text(frame, 'h1'), /^Offloaded/);
  });
  await embedded(stage, '<loop-scope scenario="blocking-call" variant="offloaded" view="compare" predict="off"></loop-scope>', async ({ frame }) => {
    await play(frame);
    assert.equal(await shown(frame, '.trace-pane'), 2);
    await frame.click('.transport__code');
    await wait(frame, '.code-pane .cm-content');
    assert.deepEqual(await frame.$$eval('.code-pane', (panes) => panes.map((pane) => pane.checkVisibility())), [false, true]);
  });
});

forEachBrowser('a live engine takes a press; what is seen by itself is the model\'s', {}, async (stage) => {
  await embedded(stage, pre('data-engine="live"'), async ({ frame, heard }) => {
    await play(frame);
    const reports = await heard('loopscope-report', 2);
    assert.equal(reports.at(-1).engine, 'live');
    await wait(frame, 'main[data-engine="live"]');
    assert.match(await text(frame, '.header .chip'), /live/);
  });
  await embedded(stage, pre('data-engine="live" data-autoplay'), async ({ frame, heard }) => {
    await wait(frame, 'main[data-state="ended"]');
    assert.deepEqual((await heard('loopscope-report')).map((report) => report.engine), ['model']);
  });
});

forEachBrowser('what is far below does not play until it is seen', {}, async (stage) => {
  const lesson = '<loop-scope scenario="blocking-call" predict="off" autoplay></loop-scope>';
  await embedded(stage, `<div style="height: 6000px">long</div>${lesson}`, async ({ page }) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(await page.evaluate(() => window.heard.length), 0);
    await page.evaluate(() => document.querySelector('iframe').scrollIntoView({ block: 'center' }));
    const frame = await (await page.$('iframe')).contentFrame();
    await wait(frame, 'main[data-state="playing"]');
    await page.evaluate(() => scrollTo(0, 0));
    await wait(frame, 'main[data-state="paused"]');
    await page.evaluate(() => document.querySelector('iframe').scrollIntoView({ block: 'center' }));
    await wait(frame, 'main[data-state="playing"], main[data-state="ended"]');
  });
});

forEachBrowser('a program that can\'t be read says where, in the frame', {}, async (stage) => {
  await embedded(stage, '<pre class="loopscope"><code>print("a")\nprint(</code></pre>', async ({ frame }) => {
    await play(frame);
    assert.match(await (await wait(frame, '.embed-problem')).evaluate((problem) => problem.textContent), /^line \d/);
  });
});

forEachBrowser('before Play a frame is small, has no module, no focus, no link that leads nowhere', {}, async (stage) => {
  await embedded(stage, '<loop-scope scenario="blocking-call"></loop-scope>', async ({ page, frame }) => {
    await frame.waitForSelector('.embed-play');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const own = [...new Set(stage.server.requests)];
    assert.ok(!own.some((path) => path.endsWith('.wasm')), own.join(' '));
    const bytes = own.reduce((sum, path) => sum + gzipSync(readFileSync(join(DIST, path))).length, 0);
    assert.ok(bytes > 0 && bytes <= BUDGET, `${bytes}: ${own.join(' ')}`);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    const links = await frame.$$eval('a[href]', (all) => all.map(({ href }) => href));
    assert.ok(links.length > 0);
    for (const link of links) assert.equal((await fetch(link)).status, 200, link);
    assert.equal(await page.$eval('iframe', (frame) => frame.title !== ''), true);
  });
});

forEachBrowser('the question stands below the traces, for the eye and for Tab, and its answers come with the app', {}, async (stage) => {
  await embedded(stage, '<loop-scope scenario="lost-update"></loop-scope>', async ({ frame }) => {
    await frame.waitForSelector('.slot__answer');
    const pressable = () => frame.$$eval('.slot__answer', (all) => all.filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
    assert.equal(await pressable(), 0, 'nothing can be answered before Play');
    await play(frame);
    await wait(frame, '.slot__answer:not(:disabled)');
    assert.ok(await pressable() >= 3);
    const order = await frame.evaluate(() => {
      const [answers, trace] = [document.querySelector('.slot__answers'), document.querySelector('.trace-pane[data-side="1"]')];
      return {
        inSight: answers.getBoundingClientRect().top >= trace.getBoundingClientRect().bottom,
        inText: Boolean(trace.compareDocumentPosition(answers) & Node.DOCUMENT_POSITION_FOLLOWING),
      };
    });
    assert.deepEqual(order, { inSight: true, inText: true });
  });
});
