// A control room for a test: the real server with the built console, stand-in sources and telephone
// switch, and a real browser. Everything on loopback and free ports, in a folder of its own; ended
// when the test ends. Nothing here waits for a time: it waits for what it wants to see.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const bin = process.env['HEED_BIN'] ?? path.join(root, 'build/dev/bin');
export const reference = 'NM-20261101-00001';
// Two who share a name and a house: for Room.open({ markers }).
export const two_of_one_name = `FM-2001,Sam,Fielding,2010-06-01,"Flat 2, 9 Quay Street, Northmoor",,,autism,autism,2024-02-11,2027-02-11,force record
FM-2002,Sam,Fielding,1975-02-03,"Flat 5, 9 Quay Street, Northmoor",,,violent,violent when met,2021-03-02,2027-02-11,force record
`;
const patience_ms = 20_000;

function started(program: string, args: string[], says: RegExp, log: string): Promise<{ process: ChildProcess; match: RegExpMatchArray }> {
  return new Promise((done, failed) => {
    const process = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    process.stderr.on('data', (data) => (err += String(data)));
    process.stdout.on('data', (data) => {
      out += String(data);
      const match = says.exec(out);
      if (match) done({ process, match });
    });
    process.on('exit', (code) => {
      writeFileSync(log, out + err);
      failed(new Error(`${path.basename(program)} ended with ${code}: ${err.split('\n').slice(-6).join(' | ')}`));
    });
  });
}
function ended(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((done) => {
    if (process.exitCode !== null || process.signalCode !== null) return done();
    process.removeAllListeners('exit');
    process.once('exit', () => done());
    process.kill(signal);
  });
}

export class Room {
  readonly folder: string;
  url = '';
  private port = 0;
  private world!: ChildProcess;
  private heed!: ChildProcess;
  private telephone = '';
  private control = '';
  private clocks: string[] = [];
  private config = 'config/northmoor/heed.toml';
  private browsers: Browser[] = [];

  private constructor() {
    mkdirSync(path.join(root, 'var/test'), { recursive: true });
    this.folder = mkdtempSync(path.join(root, 'var/test/room-'));
  }

  // `led`: the case's acts are let happen by the page, beginning with contact 1. `markers`: further
  // lines of the force's extract of markers.
  static async open({ led = false, markers = '' } = {}): Promise<Room> {
    const room = new Room();
    if (markers) room.markers(markers);
    const world = await started(
      path.join(bin, 'heed-world'),
      ['--data', 'world/data', '--certificates', `${room.folder}/certificates`, '--connections', `${room.folder}/connections.toml`, '--now', '2026-11-01T18:30:00Z'],
      /^ready .*telephone=([^, ]+),(\S+)/m,
      `${room.folder}/world.log`,
    );
    room.world = world.process;
    room.telephone = world.match[1] ?? '';
    room.control = world.match[2] ?? '';
    if (led) room.clocks = [...world.match[0].matchAll(/=[^ ,]+,(\S+)/g)].map((one) => one[1] ?? '');
    try {
      await room.serve();
    } catch (error) {
      await ended(room.world, 'SIGTERM');
      throw error;
    }
    return room;
  }

  private markers(lines: string): void {
    const config = path.join(this.folder, 'config');
    cpSync(path.join(root, 'config/northmoor'), config, { recursive: true });
    this.config = path.join(config, 'heed.toml');
    const extract = path.join(this.folder, 'force_markers.csv');
    writeFileSync(extract, read('world/data/extracts/force_markers.csv').trimEnd() + '\n' + lines);
    const text = read('config/northmoor/heed.toml').replace('../../world/data/extracts/force_markers.csv', extract);
    writeFileSync(this.config, text.replaceAll('../../', root + '/'));
  }

  private async serve(): Promise<void> {
    const heed = await started(
      path.join(bin, 'heed'),
      ['serve', '--config', this.config, '--ledger', `${this.folder}/ledger`, '--rehearsal', '--starts', '2026-11-01T18:30:00Z']
        .concat(['--telephone', this.telephone, '--connections', `${this.folder}/connections.toml`])
        .concat(['--console', 'build/console', '--port', String(this.port)])
        .concat(this.clocks.length > 0 ? ['--acts', 'config/northmoor/acts.toml', '--control', this.control, '--clocks', ...this.clocks] : []),
      /^ready (\S+)/m,
      `${this.folder}/heed.log`,
    );
    this.heed = heed.process;
    this.url = heed.match[1] ?? '';
    this.port = Number(new URL(this.url).port);
  }

  // As a power cut would, and started again on the same port.
  async killServer(): Promise<void> {
    await ended(this.heed, 'SIGKILL');
  }
  async startServer(): Promise<void> {
    await this.serve();
  }

  // A caller rings, and is answered by that handler's telephone at once.
  async rings(script: string, agent = 'b.shaw'): Promise<string> {
    const post = async (at: string, body: object) => (await fetch(this.control + at, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<{ call: string }>;
    const { call } = await post('/play', { script });
    await post('/answer', { call, agent });
    return call;
  }
  // The call that an act let ring.
  async answers(call: string, agent = 'b.shaw'): Promise<void> {
    await fetch(`${this.control}/answer`, { method: 'POST', body: JSON.stringify({ call, agent }) });
  }
  async hangsUp(call: string): Promise<void> {
    await fetch(`${this.telephone}/hang_up`, { method: 'POST', body: JSON.stringify({ call }) });
  }

  async browser(): Promise<Browser> {
    const browser = await chromium.launch({
      executablePath: process.env['HEED_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en-GB'],
    });
    this.browsers.push(browser);
    return browser;
  }

  async close(): Promise<void> {
    for (const browser of this.browsers) await browser.close();
    await ended(this.heed, 'SIGTERM');
    await ended(this.world, 'SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Size {
  width: number;
  height: number;
}
export const half: Size = { width: 960, height: 1000 };

export async function context(browser: Browser, room: Room, size: Size = half, scheme: 'light' | 'dark' = 'light'): Promise<BrowserContext> {
  const made = await browser.newContext({ baseURL: room.url, viewport: size, colorScheme: scheme, locale: 'en-GB' });
  made.setDefaultTimeout(patience_ms);
  return made;
}

// Signed in as one of the demonstration, by the list that the page shows.
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.strip-person').waitFor();
}

// The keys of a handler, counted: what is typed as text is not, everything else is.
export class Keys {
  presses = 0;
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
  async press(key: string): Promise<void> {
    this.presses += 1;
    await this.page.keyboard.press(key);
  }
  async letter(letter: string): Promise<void> {
    await this.press('Control+Space');
    await this.press(letter);
  }
  async write(): Promise<void> {
    await this.press('Control+Enter');
  }
}

export const hand = (page: Page) => page.getByRole('region', { name: 'In hand' });
export const owed = (page: Page) => page.getByRole('region', { name: 'Still owed' });
export const log = (page: Page) => page.getByRole('list', { name: 'Log' });
export const typing = (page: Page) => page.locator('#typing');
export const title = async (page: Page) => (await hand(page).getByRole('heading').textContent()) ?? '';

// The thing in hand is dealt with: it has gone from the hand.
// A key in the moment in which something else comes to hand does not count, and a handler would look
// first: so does this.
export async function dealt(page: Page, act: () => Promise<void>): Promise<void> {
  await page.waitForFunction(() => performance.now() - Number(document.querySelector<HTMLElement>('.hand')?.dataset['changed'] ?? 0) > 450);
  const before = await hand(page).getAttribute('data-item');
  await act();
  await page.waitForFunction((item) => document.querySelector('.hand')?.getAttribute('data-item') !== item, before);
}
// Something of the list is taken into the hand.
export async function chosen(page: Page, words: string): Promise<void> {
  await page.locator('.owed').getByRole('button', { name: words }).click();
  await page.waitForFunction((said) => (document.querySelector('.hand h2')?.textContent ?? '').includes(said), words);
  await typing(page).focus();
}
// How long the browser took from asking for the page until it first painted something of it.
export async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) if (one.name === 'first-contentful-paint') done(one.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
}
// A wish to see something in the view, by what the server says.
export async function view(page: Page, incident = reference): Promise<Record<string, any>> {
  const answer = await page.request.get(`/v1/incidents/${incident}`, { headers: { 'Heed-Purpose': 'call_handling' } });
  return (await answer.json()) as Record<string, any>;
}
export const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
