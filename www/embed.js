// The `loop-scope` element and `pre.loopscope`: a program that plays inside of any page. What it shows comes from this
// script's own site, in a frame; this script knows nothing but the frame's address and its messages.
const FRAME = new URL('../embed.html', import.meta.url);
// Attributes that the frame is told of, as they are.
const TOLD = ['scenario', 'code', 'variant', 'engine', 'machine', 'view', 'at', 'readonly', 'predict', 'controls', 'theme', 'autoplay'];
const EVENTS = ['loopscope-ready', 'loopscope-report', 'loopscope-answer'];
const HEIGHT = 420;
const TALLEST = 2000;

const frames = new Map();

addEventListener('message', ({ source, origin, data }) => {
  const element = frames.get(source);
  if (!element || origin !== FRAME.origin || typeof data !== 'object' || data === null) return;
  if (data.type === 'loopscope-height' && !element.hasAttribute('height')) {
    const height = Math.ceil(Number(data.height));
    if (height > 0 && height <= TALLEST) element.frame.style.height = `${height}px`;
  } else if (EVENTS.includes(data.type)) {
    element.dispatchEvent(new CustomEvent(data.type, { detail: data.detail, bubbles: true }));
  }
});

class LoopScope extends HTMLElement {
  connectedCallback() {
    if (this.frame) return;
    const told = new URLSearchParams();
    for (const name of TOLD) {
      if (this.hasAttribute(name)) told.set(name, this.getAttribute(name));
    }
    if (this.text !== undefined) told.set('text', this.text);
    const frame = document.createElement('iframe');
    frame.src = `${FRAME}#${told}`;
    frame.title = this.getAttribute('title') ?? 'Loopscope: a Python program and what its event loop does';
    frame.allow = 'cross-origin-isolated; clipboard-write';
    frame.loading = 'lazy';
    Object.assign(frame.style, { display: 'block', width: '100%', height: `${parseFloat(this.getAttribute('height')) || HEIGHT}px`, border: '0' });
    this.frame = frame;
    this.replaceChildren(frame);
    frames.set(frame.contentWindow, this);
  }

  disconnectedCallback() {
    for (const [key, element] of frames) if (element === this) frames.delete(key);
    this.frame?.remove();
    this.frame = undefined;
  }
}
if (!customElements.get('loop-scope')) customElements.define('loop-scope', LoopScope);

// The indentation that all lines share is Markdown's, not Python's.
function dedented(text) {
  const lines = text.replace(/^\n+|\s+$/g, '').split('\n');
  const depths = lines.filter((line) => line.trim()).map((line) => line.match(/^[ \t]*/)[0].length);
  const common = depths.length ? Math.min(...depths) : 0;
  return `${lines.map((line) => line.slice(common)).join('\n')}\n`;
}

for (const pre of document.querySelectorAll('pre.loopscope')) {
  const element = document.createElement('loop-scope');
  for (const [name, value] of Object.entries(pre.dataset)) element.setAttribute(name, value);
  element.text = dedented(pre.textContent);
  pre.replaceWith(element);
}
