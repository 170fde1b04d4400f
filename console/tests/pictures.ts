// Every page at its widths, in light and dark, as pictures to be looked at: ./dev pictures. The case
// is played as far as one minute, and on to the end of the call.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { opened, pagesOfPeople } from './pages_of_people.ts';
import { chosen, context, dealt, firstPaint, log, reference, Room, signIn, two_of_one_name, typing } from './room.ts';

const target = path.resolve(process.argv[2] ?? 'build/pictures');
mkdirSync(target, { recursive: true });
const sizes = { half: { width: 960, height: 1000 }, desk: { width: 1440, height: 900 }, wall: { width: 2560, height: 1300 }, hand: { width: 390, height: 844 } };
const room = await Room.open({ markers: two_of_one_name });
const browser = await room.browser();
const inHand = (page: Page, words: string) => page.waitForFunction((said) => (document.querySelector('.hand h2')?.textContent ?? '').includes(said), words);

async function pictures(name: string, who: string | undefined, where: string, ready: (page: Page) => Promise<unknown>, widths: (keyof typeof sizes)[] = ['half', 'desk', 'wall', 'hand']) {
  const made = await context(browser, room);
  const page = await made.newPage();
  if (who) await signIn(page, who);
  await page.goto(where);
  await ready(page);
  console.log(`${name}: first paint ${(await firstPaint(page)).toFixed(0)} ms`);
  for (const width of widths) {
    await page.setViewportSize(sizes[width]);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: path.join(target, `${name}-${sizes[width].width}-${scheme}.png`), fullPage: width === 'hand' });
    }
  }
  await made.close();
}

// Two records that fit one name, and how they were weighed.
async function two(): Promise<void> {
  const made = await context(browser, room);
  const page = await made.newPage();
  await signIn(page, 'Lola Adeyemi');
  await room.rings('noise', 'l.adeyemi');
  await page.waitForURL('**/incidents/NM-20261101-00002');
  await typing(page).waitFor();
  await page.keyboard.type("It's the flat above again, the music's been going since nine and I'm on earlies.");
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('e');
  await inHand(page, 'Close it');
  await page.keyboard.type('noise, resolved by telephone');
  await page.screenshot({ path: path.join(target, 'closing-960-light.png') });
  const other = 'NM-20261101-00003';
  await page.getByRole('link', { name: 'Incidents' }).click();
  await page.getByRole('link', { name: 'NM-20261101-00002' }).waitFor();
  await room.rings('noise', 'l.adeyemi');
  await page.waitForURL(`**/incidents/${other}`);
  await typing(page).waitFor();
  await chosen(page, 'Where are you now');
  await page.keyboard.type('Flat 2, 9 Quay Street, Northmoor');
  await dealt(page, () => page.keyboard.press('F8'));
  await chosen(page, 'date of birth');
  await page.keyboard.type('Sam Fielding');
  await page.keyboard.press('F8');
  await page.getByText('2 records fit equally well').waitFor();
  await pictures('side-by-side', 'Lola Adeyemi', `/incidents/${other}`, (one) => one.getByText('2 records fit equally well').waitFor(), ['half', 'desk']);
  await made.close();
  const research = await context(browser, room);
  const desk = await research.newPage();
  await signIn(desk, 'Wei Tan');
  const { csrf } = (await (await desk.request.get('/v1/session')).json()) as { csrf: string };
  await desk.request.post(`/v1/incidents/${other}/join_incident`, {
    headers: { 'Heed-Purpose': 'investigation', 'Heed-CSRF': csrf, 'Heed-Reason': encodeURIComponent('research on the name that was given'), 'Idempotency-Key': 'join-1' },
    data: { as: 'intelligence' },
  });
  await desk.goto(`/incidents/${other}/timeline`);
  await desk.getByRole('button', { name: 'How the records were weighed' }).click();
  await desk.locator('.waterfall').first().waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await desk.emulateMedia({ colorScheme: scheme });
    await desk.setViewportSize(sizes.desk);
    await desk.screenshot({ path: path.join(target, `weighed-1440-${scheme}.png`), fullPage: true });
  }
  await research.close();
}

// What a print of an incident is: as a browser lays it out on paper.
async function print(who: string): Promise<void> {
  const made = await context(browser, room, sizes.desk);
  const page = await made.newPage();
  await signIn(page, who);
  await page.goto(`/incidents/${reference}`);
  await log(page).locator('.entry').first().waitFor();
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await page.setViewportSize({ width: 760, height: 1100 });
  await page.screenshot({ path: path.join(target, 'incident-printed.png'), fullPage: true });
  await page.pdf({ path: path.join(target, 'incident-printed.pdf'), format: 'A4', preferCSSPageSize: true });
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
  await pictures('incident-4-hangs-together', 'PC Bryn Shaw', `/incidents/${reference}/timeline`, (one) => one.locator('svg.chart').waitFor(), ['half', 'desk', 'hand']);
  // What the dispatcher, and whoever keeps the patterns, see of it.
  await typing(page).focus();
  await page.keyboard.press('F2');
  await page.locator('.call-grade').getByText('Emergency').waitFor();
  await page.getByRole('button', { name: /^Not so:/ }).first().click();
  await page.locator('.told').getByText('Not so').waitFor();
  await two();
  for (const [name, who] of [['room', 'Sgt Samira Khan'], ['decisions', 'Insp Ruth Whitlock'], ['dispatch', 'Gail Marsden'], ['protection', 'DI Carla Ruiz']] as const) {
    await pictures(name, who, `/${name}`, (one) => one.locator('.link-button, .work-open').first().waitFor(), name === 'room' ? ['half', 'desk', 'wall', 'hand'] : ['half', 'desk', 'hand']);
  }
  await pictures('search', 'PC Bryn Shaw', '/search', (one) => one.getByRole('heading', { name: 'Search' }).waitFor(), ['half']);
  await pictures('keys', 'PC Bryn Shaw', '/keys', (one) => one.getByRole('heading', { name: 'Keys' }).waitFor(), ['half']);
  for (const one of pagesOfPeople) await pictures(`people-${one.name}`, one.who, one.where, (page) => opened(page, one), one.name === 'room' ? ['half', 'desk', 'wall', 'hand'] : ['half', 'desk', 'hand']);
  await print('PC Bryn Shaw');
} catch (error) {
  for (const one of browser.contexts()) for (const page of one.pages()) await page.screenshot({ path: path.join(target, 'failed.png') });
  throw error;
} finally {
  await room.close();
}
