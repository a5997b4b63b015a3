// Starts the two browsers, headless or in a window that fills a display.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  firefox: ['firefox-esr', 'firefox'],
};

/** Those to test in; the environment's BROWSERS may name one of them. */
export const BROWSERS = process.env.BROWSERS?.split(',') ?? Object.keys(NAMES);

function executable(browserName) {
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of NAMES[browserName]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error(`none of ${NAMES[browserName].join(', ')} is on the PATH`);
}

/**
 * @typedef {object} Look what a person has set in their system
 * @property {'light' | 'dark'} [colorScheme]
 * @property {boolean} [reducedMotion]
 */

/**
 * @param {'chromium' | 'firefox'} browserName
 * @param {object} [options]
 * @param {import('./display.js').Display} [options.display] show a window there that fills the screen, so that page and
 *   screen share their coordinates; without it the browser is headless
 * @param {Look} [options.look]
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export function launch(browserName, { display, look = {} } = {}) {
  const { colorScheme = 'light', reducedMotion = false } = look;
  const common = {
    executablePath: executable(browserName),
    headless: !display,
    // A window keeps its own size; a headless page gets one when it is opened.
    defaultViewport: null,
    env: display ? { ...process.env, DISPLAY: display.name, GDK_BACKEND: 'x11', WAYLAND_DISPLAY: '' } : process.env,
  };
  if (browserName === 'firefox') {
    return puppeteer.launch({
      ...common,
      browser: 'firefox',
      args: display ? ['--kiosk'] : [],
      extraPrefsFirefox: {
        'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
        'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
      },
    });
  }
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];
  // The sandbox does not start for root, as which a container usually runs.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  if (colorScheme === 'dark') args.push('--blink-settings=preferredColorScheme=0');
  if (reducedMotion) args.push('--force-prefers-reduced-motion');
  if (display) {
    args.push('--kiosk', '--window-position=0,0', `--window-size=${display.screen.width},${display.screen.height}`);
  }
  return puppeteer.launch({ ...common, browser: 'chrome', args, ignoreDefaultArgs: ['--enable-automation'] });
}
