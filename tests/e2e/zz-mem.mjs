import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { writeCode } from './lib/page.js';
import { setTimeout as sleep } from 'node:timers/promises';
const folder = process.argv[2];
const server = await serve({ folder });
const browser = await launch('chromium', {});
const page = await browser.newPage();
await page.evaluateOnNewDocument(() => {
  window.mems = [];
  const M = WebAssembly.Memory;
  WebAssembly.Memory = new Proxy(M, { construct(t, a) { const m = new t(...a); window.mems.push([a[0].maximum, m]); return m; } });
});
await page.goto(server.url + 'code/');
await page.waitForSelector('main[data-state="ended"]');
const prog = (w) => `import threading, time

def work():
    while True:
        time.sleep(0.0002)

print("${w}")
for _ in range(12):
    threading.Thread(target=work).start()
`;
const show = async (n) => console.log(n, await page.evaluate(() => window.mems.map(([x, m]) => `${x}:${m.buffer.byteLength >> 20}`).join(' ') + ' ' + document.querySelector('.code-pane__foot').textContent.slice(0, 90)));
await show('empty');
await writeCode(page, 'Python code', prog('first'));
await sleep(20000); await show('first');
await writeCode(page, 'Python code', prog('second'));
await sleep(20000); await show('second');
await browser.close(); await server.close(); process.exit(0);
