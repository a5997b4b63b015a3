// What runs in an embedded frame before anybody presses Play: the lesson's static picture and one button. The app, which is
// much larger, is loaded by the press, or, where that was asked for, when the frame is seen.
const root = document.getElementById('page');
const params = new URLSearchParams(location.hash.slice(1));
const flag = (name) => params.has(name) && params.get(name) !== 'false';

const theme = params.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
const controls = ['full', 'none'].find((known) => known === params.get('controls')) ?? 'minimal';
document.documentElement.dataset.embed = controls;

const told = (message) => {
  if (parent !== window) parent.postMessage(message, '*');
};
const tellHeight = () => told({ type: 'loopscope-height', height: document.documentElement.offsetHeight });
new ResizeObserver(tellHeight).observe(document.body);
// What the app says to its window is meant for the page around.
for (const type of ['loopscope-report', 'loopscope-answer']) {
  addEventListener(type, ({ detail }) => told({ type, detail }));
}

// `#1…` alone is a share link, and so may `code` be; any other `code` is a program. Everything else has names.
const isLink = (text) => /^\d[\w-]{8,}$/.test(text ?? '');
const whole = location.hash.slice(1);
const code = isLink(whole) ? whole : params.get('code');
const link = isLink(code) ? code : undefined;
const text = params.get('text') ?? (link ? undefined : code);
const scenario = params.get('scenario');
// One program of a lesson alone.
const one = params.get('view') === 'bench' || (params.get('variant') && params.get('view') !== 'compare');
const predict = controls === 'none' ? 'off' : params.get('predict');
const asks = !one && predict !== 'off' && !params.has('at') && params.get('engine') !== 'live';

function prepare() {
  root.dataset.embed = '';
  for (const name of ['engine', 'machine', 'view', 'at', 'variant']) {
    if (params.has(name)) root.dataset[name] = params.get(name);
  }
  if (predict) root.dataset.predict = predict;
  if (flag('readonly')) root.dataset.readonly = '';
  if (scenario && /^[a-z0-9-]+$/.test(scenario)) {
    root.dataset.lesson = scenario;
    return;
  }
  root.dataset.code = '';
  if (link) root.dataset.link = link;
  else if (text) root.dataset.text = text;
}

let started = false;
async function start() {
  if (started) return;
  started = true;
  document.querySelector('.embed-play')?.remove();
  await import('./start.js');
  await window.loopscope?.ready;
  told({ type: 'loopscope-ready' });
}

// The lesson's own static page has its picture.
async function poster() {
  if (!root.dataset.lesson) return;
  const address = new URL(`l/${root.dataset.lesson}/index.html`, location.href);
  const response = await fetch(address);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('page');
  if (started || !page) return;
  const title = page.querySelector('.header__title').textContent;
  for (const part of page.querySelectorAll('.drawer, .header a.button, .header__place')) part.remove();
  // What leads elsewhere on the site leads nowhere from here.
  for (const part of page.querySelectorAll('.header a')) {
    const still = document.createElement('span');
    still.className = part.className;
    still.append(...part.childNodes);
    part.replaceWith(still);
  }
  page.querySelector('.header').append(fullLink(new URL('.', address)));
  if (!asks) {
    page.querySelector('.slot').remove();
    page.querySelector('h1').textContent = title;
  }
  if (one) {
    const panes = [...page.querySelectorAll('.trace-pane')];
    const wanted = (params.get('variant') ?? '').toLowerCase();
    const shown = panes.find((pane) => wanted && pane.querySelector('h2').textContent.toLowerCase().includes(wanted)) ?? panes[wanted === '2' ? 1 : 0];
    for (const pane of panes) if (pane !== shown) pane.remove();
  }
  // The question is answered in the app: until that is there its answers are no more than their room.
  const slot = page.querySelector('.slot');
  if (slot) page.querySelector('.transport').before(slot);
  for (const [name, value] of Object.entries(page.dataset)) root.dataset[name] ??= value;
  root.replaceChildren(...page.childNodes);
}

function fullLink(address) {
  const link = document.createElement('a');
  Object.assign(link, { className: 'header__full', href: address.href, target: '_blank', rel: 'noopener', textContent: 'Open full ↗' });
  return link;
}

// The reader's own program has no picture before it ran: its text stands in its place.
function listing() {
  const main = document.createElement('main');
  main.className = 'page embed-listing';
  const listing = document.createElement('pre');
  listing.textContent = text ?? '';
  listing.hidden = !text;
  main.append(listing);
  root.replaceChildren(main);
}

prepare();
await poster().catch(() => undefined);
if (!root.firstElementChild) listing();
const play = document.createElement('button');
play.className = 'button button--primary embed-play';
play.type = 'button';
play.textContent = 'Play';
play.addEventListener('click', () => {
  root.dataset.pressed = '';
  start();
});
document.body.append(play);
tellHeight();

if (flag('autoplay')) {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    start();
  }, { threshold: 0.5 }).observe(root);
}
