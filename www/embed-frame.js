// What runs in an embedded frame before anybody presses Play: the lesson's static picture and one button. The app, which is
// much larger, is loaded by the press, or, where that was asked for, when the frame is seen.
const root = document.getElementById('page');
const params = new URLSearchParams(location.hash.slice(1));
const flag = (name) => params.has(name) && params.get(name) !== 'false';

const theme = params.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
document.documentElement.dataset.embed = params.get('controls') ?? 'minimal';

const told = (type, detail) => {
  if (parent !== window) parent.postMessage({ type, detail }, '*');
};
const tellHeight = () => {
  if (parent !== window) parent.postMessage({ type: 'loopscope-height', height: document.documentElement.offsetHeight }, '*');
};
new ResizeObserver(tellHeight).observe(document.body);

// `#1…` alone is a share link; everything else has names.
const whole = location.hash.slice(1);
const link = /^\d/.test(whole) && !whole.includes('=') ? whole : params.get('code');
const scenario = params.get('scenario');

function prepare() {
  root.dataset.embed = '';
  for (const name of ['engine', 'machine', 'view', 'at', 'variant', 'predict']) {
    if (params.has(name)) root.dataset[name] = params.get(name);
  }
  if (flag('readonly')) root.dataset.readonly = '';
  if (scenario && /^[a-z0-9-]+$/.test(scenario)) {
    root.dataset.lesson = scenario;
    return;
  }
  root.dataset.code = '';
  if (link) root.dataset.link = link;
  else if (params.has('text')) root.dataset.text = params.get('text');
}

let started = false;
async function start() {
  if (started) return;
  started = true;
  document.querySelector('.embed-play')?.remove();
  await import('./start.js');
  await window.loopscope?.ready;
  told('loopscope-ready');
}

// The lesson's own static page has its picture.
async function poster() {
  if (!root.dataset.lesson) return;
  const response = await fetch(`l/${root.dataset.lesson}/index.html`);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('page');
  if (!started && page) {
    for (const [name, value] of Object.entries(page.dataset)) root.dataset[name] ??= value;
    root.replaceChildren(...page.childNodes);
  }
}

prepare();
await poster().catch(() => undefined);
const play = document.createElement('button');
play.className = 'button button--primary embed-play';
play.type = 'button';
play.textContent = 'Play';
play.addEventListener('click', start);
document.body.append(play);
tellHeight();

if (flag('autoplay')) {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    start();
  }, { threshold: 0.5 }).observe(root);
}
