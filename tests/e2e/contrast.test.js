// Colours, computed from the tokens: text reads, graphics are seen, and states differ for who sees no green.
// Contrast as WCAG 2.2 defines it; distance is CIEDE2000 (Sharma, Wu, Dalal 2005); deuteranopia after Machado, Oliveira and
// Fernandes (2009), severity 1.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../www/css/tokens.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'];
const [usual, more] = css.split('@media (prefers-contrast: more)');
const tokens = read(usual);
// What counts for whom: as usual, and for who asks for more contrast.
const LOOKS = [
  { look: 'as usual', tokens, text: 4.5, graphics: 3 },
  { look: 'more contrast', tokens: { ...tokens, ...read(more) }, text: 7, graphics: 3 },
];

function read(text) {
  return Object.fromEntries([...text.matchAll(/--([\w-]+): light-dark\((#\w+|rgb\([^)]*\)), (#\w+|rgb\([^)]*\))\);/g)]
    .map(([, name, light, dark]) => [name, { light: parse(light), dark: parse(dark) }]));
}

function parse(colour) {
  if (colour.startsWith('#')) {
    const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : colour.slice(1).match(/../g);
    return { rgb: digits.map((pair) => parseInt(pair, 16) / 255), alpha: 1 };
  }
  const [red, green, blue, percent] = colour.match(/[\d.]+/g).map(Number);
  return { rgb: [red, green, blue].map((value) => value / 255), alpha: (percent ?? 100) / 100 };
}

const over = (colour, ground) => colour.rgb.map((value, i) => value * colour.alpha + ground[i] * (1 - colour.alpha));
const linear = (rgb) => rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
const luminance = (rgb) => linear(rgb).reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);

function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const product = (matrix, vector) => matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0));
const DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]];
const TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];

function lab(linearRgb) {
  const [x, y, z] = product(TO_XYZ, linearRgb.map((value) => Math.min(1, Math.max(0, value))));
  const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function ciede2000([l1, a1, b1], [l2, a2, b2]) {
  const radians = Math.PI / 180;
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)));
  const [x1, x2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(x1, b1), Math.hypot(x2, b2)];
  const hue = (x, b) => (x === 0 && b === 0 ? 0 : (Math.atan2(b, x) / radians + 360) % 360);
  const [h1, h2] = [hue(x1, b1), hue(x2, b2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(dh / 2 * radians);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  let h = h1 + h2;
  if (c1 * c2 !== 0) h = Math.abs(h1 - h2) <= 180 ? h / 2 : (h < 360 ? h + 360 : h - 360) / 2;
  const t = 1 - 0.17 * Math.cos((h - 30) * radians) + 0.24 * Math.cos(2 * h * radians)
    + 0.32 * Math.cos((3 * h + 6) * radians) - 0.2 * Math.cos((4 * h - 63) * radians);
  const sl = 1 + 0.015 * (l - 50) ** 2 / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rt = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * radians) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  return Math.sqrt(((l2 - l1) / sl) ** 2 + ((c2 - c1) / sc) ** 2 + (deltaH / sh) ** 2 + rt * (c2 - c1) / sc * deltaH / sh);
}

test('the formulas give the values that their papers do', () => {
  const near = (a, b) => assert.ok(Math.abs(a - b) < 0.0001, `${a} is not ${b}`);
  near(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485]), 2.0425);
  near(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387]), 1.2644);
  near(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514]), 0.9082);
  near(contrast([1, 1, 1], [0, 0, 0]), 21);
});

const GROUNDS = ['ground', 'panel', 'raise'];
const TEXTS = ['ink', 'dim', 'run-text', 'bad-text', 'off-text', 'keyword'];
// What is written on what has a colour of its own.
const PLATES = [['on-bad', 'bad'], ['on-off', 'off'], ['ground', 'ink']];
const GRAPHICS = ['run', 'bad', 'off', 'late', 'wait', 'edge', 'ink'];
const SOFT = ['bad-soft', 'run-soft'];
const STATES = ['run', 'bad', 'off', 'late', 'wait'];

for (const { look, tokens, text: least, graphics } of LOOKS) for (const theme of THEMES) {
  const rgb = (name) => over(tokens[name][theme], tokens.panel[theme].rgb);

  test(`text has a contrast of ${least}, ${theme}, ${look}`, () => {
    const pairs = [...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground])), ...PLATES,
      ...SOFT.flatMap((ground) => ['ink', 'dim', 'keyword'].map((text) => [text, ground]))];
    const low = pairs.map(([text, ground]) => [text, ground, contrast(rgb(text), rgb(ground))]).filter(([, , c]) => c < least);
    assert.deepEqual(low, []);
  });

  test(`graphics have a contrast of ${graphics}, ${theme}, ${look}`, () => {
    const pairs = ['panel', 'ground'].flatMap((ground) => GRAPHICS.map((name) => [name, ground]));
    const low = pairs.map(([name, ground]) => [name, ground, contrast(rgb(name), rgb(ground))]).filter(([, , c]) => c < graphics);
    assert.deepEqual(low, []);
  });

  test(`states differ by 20 for who sees no green, ${theme}, ${look}`, () => {
    const seen = (name) => lab(product(DEUTERANOPIA, linear(rgb(name))));
    const pairs = STATES.flatMap((a, i) => STATES.slice(i + 1).map((b) => [a, b]));
    const close = pairs.map(([a, b]) => [a, b, ciede2000(seen(a), seen(b))]).filter(([, , distance]) => distance < 20);
    assert.deepEqual(close, []);
  });
}
