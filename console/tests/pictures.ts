// Every page at its widths, in light and dark, as pictures to be looked at: ./dev pictures. The case
// is played as far as one minute, and on to the end of the call.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { opened, pagesOfPeople } from './pages_of_people.ts';
import { context, dealt, log, reference, Room, signIn, typing } from './room.ts';

const target = path.resolve(process.argv[2] ?? 'build/pictures');
mkdirSync(target, { recursive: true });
const sizes = { half: { width: 960, height: 1000 }, desk: { width: 1440, height: 900 }, wall: { width: 2560, height: 1300 }, hand: { width: 390, height: 844 } };
const room = await Room.open();
const browser = await room.browser();
const inHand = (page: Page, words: string) => page.waitForFunction((said) => (document.querySelector('.hand h2')?.textContent ?? '').includes(said), words);

async function pictures(name: string, who: string | undefined, where: string, ready: (page: Page) => Promise<unknown>, widths: (keyof typeof sizes)[] = ['half', 'desk', 'wall', 'hand']) {
  const made = await context(browser, room);
  const page = await made.newPage();
  if (who) await signIn(page, who);
  await page.goto(where);
  await ready(page);
  for (const width of widths) {
    await page.setViewportSize(sizes[width]);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: path.join(target, `${name}-${sizes[width].width}-${scheme}.png`), fullPage: width === 'hand' });
    }
  }
  await made.close();
}

try {
  await pictures('sign-in', undefined, '/', (page) => page.getByRole('button', { name: 'PC Bryn Shaw' }).waitFor(), ['half', 'hand']);
  const made = await context(browser, room);
  const page = await made.newPage();
  await signIn(page, 'PC Bryn Shaw');
  const call = await room.rings('contact-1');
  await page.waitForURL(`**/incidents/${reference}`);
  await inHand(page, 'Is this the caller');
  await pictures('incident-0-before-a-key', 'PC Bryn Shaw', `/incidents/${reference}`, (one) => inHand(one, 'Is this the caller'), ['half']);
  await page.keyboard.type("There's this man, I've never met him, he's emotionally blackmailing me for sex. He says he'll talk to my mum and say loads of stuff that apparently I've done.");
  await page.locator('.typing-under mark').first().waitFor();
  await page.screenshot({ path: path.join(target, 'incident-1-typing-960-light.png') });
  await page.keyboard.type(" I've kept the messages, about thirty. He rang as well, he knows our house number. It's 07700 900461. Please don't ring it.");
  await page.keyboard.press('Control+Enter');
  await page.locator('.not-saved').waitFor({ state: 'detached' });
  await inHand(page, 'Is this the caller');
  await dealt(page, () => page.keyboard.press('F8'));
  await page.locator('.owed-read').first().waitFor();
  await page.locator('.owed-whose').getByText('Whose is').click();
  await dealt(page, () => page.keyboard.press('F8'));
  await page.locator('.owed-what').getByText('Offender management: held').first().waitFor();
  await page.locator('.owed-what').getByText('National police records: held').first().waitFor();
  await pictures('incident-2-one-minute', 'PC Bryn Shaw', `/incidents/${reference}`, (one) => one.locator('.owed-read').first().waitFor());
  await pictures('incidents', 'PC Bryn Shaw', '/', (one) => one.getByText(reference).first().waitFor());
  await room.hangsUp(call);
  await page.locator('.call-clock.ended').waitFor();
  await page.keyboard.type('make enquiries about the number, and ring back on the mobile');
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('m');
  await page.locator('.settled').getByText('ring back on the mobile').waitFor();
  await log(page).getByText('make enquiries').waitFor();
  await pictures('incident-3-after', 'PC Bryn Shaw', `/incidents/${reference}`, (one) => one.locator('.settled').getByText('ring back').waitFor());
  await pictures('incident-3-supervisor', 'Sgt Samira Khan', `/incidents/${reference}`, (one) => typing(one).waitFor(), ['half', 'hand']);
  for (const [name, who, where] of [
    ['room', 'Sgt Samira Khan', '/room'],
    ['decisions', 'Insp Ruth Whitlock', '/decisions'],
    ['dispatch', 'Gail Marsden', '/dispatch'],
    ['protection', 'DI Carla Ruiz', '/protection'],
    ['crimes', 'Olive Finch', '/crimes'],
  ] as const) {
    await pictures(name, who, where, (one) => one.getByRole('heading', { level: 1 }).first().waitFor(), name === 'room' || name === 'decisions' ? ['half', 'desk', 'hand'] : ['half', 'desk']);
  }
  await pictures('search', 'PC Bryn Shaw', '/search', (one) => one.getByRole('heading', { name: 'Search' }).waitFor(), ['half']);
  await pictures('keys', 'PC Bryn Shaw', '/keys', (one) => one.getByRole('heading', { name: 'Keys' }).waitFor(), ['half']);
  for (const one of pagesOfPeople) await pictures(`people-${one.name}`, one.who, one.where, (page) => opened(page, one), ['half', 'desk', 'hand']);
} catch (error) {
  for (const one of browser.contexts()) for (const page of one.pages()) await page.screenshot({ path: path.join(target, 'failed.png') });
  throw error;
} finally {
  await room.close();
}
