// A virtual X display: what a person would see on the screen, and input as the operating system sends it.
// Xvfb keeps its picture in a file (XWD format) that is read here directly: a sample costs about a millisecond and asks
// nothing of the browser, so pictures can be counted while a page is frozen.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { encodePng } from './png.js';

const run = promisify(execFile);

/** @typedef {{ x: number, y: number, width: number, height: number }} Box in pixels of the screen */

export class Display {
  /** Starts an X server with one screen of this size. */
  static async start({ width = 1366, height = 768 } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'loopscope-display-'));
    // With `-displayfd` the server picks a free number and writes it once it is ready.
    const server = spawn(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-fbdir', folder, '-nolisten', 'tcp', '-noreset'],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let complaints = '';
    server.stderr.on('data', (data) => { complaints += data; });
    const number = await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}: ${complaints}`)));
      server.stdio[3].once('data', (data) => resolve(String(data).trim()));
    });
    return new Display(server, folder, `:${number}`, { x: 0, y: 0, width, height });
  }

  constructor(server, folder, name, screen) {
    this.server = server;
    this.folder = folder;
    this.name = name;
    this.screen = screen;
    this.file = openSync(join(folder, 'Xvfb_screen0'), 'r');
    const header = Buffer.alloc(100);
    readSync(this.file, header, 0, 100, 0);
    const field = (index) => header.readUInt32BE(index * 4);
    if (field(11) !== 32) throw new Error(`a pixel has ${field(11)} bits, expected 32`);
    this.stride = field(12);
    // The pixels follow the header and the colour map (12 bytes an entry).
    this.start = field(0) + field(19) * 12;
  }

  /** The bytes of a part of the screen, four a pixel: blue, green, red, unused. @param {Box} box */
  pixels(box = this.screen) {
    const { x, y, width, height } = this.onScreen(box);
    const out = Buffer.alloc(width * height * 4);
    for (let row = 0; row < height; row++) {
      readSync(this.file, out, row * width * 4, width * 4, this.start + (y + row) * this.stride + x * 4);
    }
    return out;
  }

  /** The part of a box that is on the screen, in whole pixels. */
  onScreen(box) {
    const x = Math.max(0, Math.round(box.x));
    const y = Math.max(0, Math.round(box.y));
    return {
      x,
      y,
      width: Math.min(this.screen.width, Math.round(box.x + box.width)) - x,
      height: Math.min(this.screen.height, Math.round(box.y + box.height)) - y,
    };
  }

  /** Part of the screen as a PNG file's bytes. @param {Box} box */
  screenshot(box = this.screen) {
    const { width, height } = this.onScreen(box);
    return encodePng(this.pixels(box), width, height);
  }

  /**
   * Looks at a part of the screen again and again, and says which pictures stood there.
   * @param {number} milliseconds for how long
   * @param {Box} box
   * @returns {Promise<{ samples: number, different: number, longestStill: number }>} `different`: how many distinct
   *   pictures there were; `longestStill`: for how many milliseconds at most the picture did not change
   */
  async watch(milliseconds, box = this.screen, { every = 10 } = {}) {
    const seen = new Set();
    let samples = 0;
    let last;
    let longestStill = 0;
    const start = performance.now();
    let changed = start;
    for (let now = start; now < start + milliseconds; now = performance.now()) {
      const picture = createHash('sha1').update(this.pixels(box)).digest('base64');
      samples += 1;
      seen.add(picture);
      if (picture !== last) changed = now;
      longestStill = Math.max(longestStill, now - changed);
      last = picture;
      await sleep(every);
    }
    return { samples, different: seen.size, longestStill };
  }

  /** Makes the browser's window as large as the screen and gives it the keyboard, as a window manager would. */
  async fill() {
    const { width, height } = this.screen;
    await this.xdotool('search', '--sync', '--onlyvisible', '--class', '(chrom|firefox)',
      'windowmove', 0, 0, 'windowsize', width, height, 'windowfocus');
  }

  /** Moves the pointer and presses the first button. @param {{ x: number, y: number }} at */
  async click({ x, y }) {
    await this.xdotool('mousemove', Math.round(x), Math.round(y), 'click', 1);
  }

  /** Types text where the focus is. */
  async type(text) {
    await this.xdotool('type', '--delay', 20, text);
  }

  /** Presses a key by its X name: `space`, `Return`, `ctrl+Home`. */
  async press(key) {
    await this.xdotool('key', key);
  }

  /** Turns the wheel at the pointer, by notches; positive is down. */
  async wheel(notches) {
    await this.xdotool('click', '--repeat', Math.abs(notches), '--delay', 20, notches > 0 ? 5 : 4);
  }

  async xdotool(...words) {
    await run('xdotool', words.map(String), { env: { ...process.env, DISPLAY: this.name } });
  }

  async close() {
    closeSync(this.file);
    this.server.removeAllListeners('exit');
    if (this.server.exitCode === null) {
      const ended = new Promise((resolve) => this.server.once('exit', resolve));
      this.server.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
