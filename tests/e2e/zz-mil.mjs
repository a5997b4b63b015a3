import { launch } from './lib/browsers.js';
import { serve } from './lib/server.js';
import { writeCode } from './lib/page.js';
import { setTimeout as sleep } from 'node:timers/promises';
const server = await serve();
const browser = await launch('chromium', {});
const page = await browser.newPage();
page.on('console', (m) => console.log(m.text()));
await page.goto(server.url + 'code/');
await page.waitForSelector('main[data-state="ended"]');
await writeCode(page, 'Python code', `import threading, time

def work():
    while True:
        time.sleep(0.0002)

print("first")
for _ in range(12):
    threading.Thread(target=work).start()
`);
for (let i = 0; i < 8; i++) { await sleep(5000); console.log(i, await page.evaluate(() => [document.querySelector('main').dataset.state, document.querySelector('.code-pane__foot').textContent, document.querySelector('.output__lines').textContent.slice(0, 200), document.querySelector('.cm-problem')?.textContent].join(' | '))); }
await browser.close(); await server.close(); process.exit(0);
