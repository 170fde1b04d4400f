// From a key to the screen, as long as it takes here; and no page has anything that a screen reader or
// a keyboard cannot use.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { after, before, test } from 'node:test';
import { opened, pagesOfPeople } from './pages_of_people.ts';
import { context, firstPaint, log, reference, Room, signIn, typing, view } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

test('key to paint', { timeout: 480_000 }, async (t) => {
  const page = await (await context(await room.browser(), room)).newPage();
  await signIn(page, 'Lola Adeyemi');
  await room.rings('noise', 'l.adeyemi');
  await page.waitForURL(`**/incidents/${reference}`);
  await typing(page).waitFor();
  // From the key to the frame after it, for every letter of a sentence.
  await page.evaluate(() => {
    const took: number[] = [];
    (globalThis as unknown as { took: number[] }).took = took;
    document.querySelector('#typing')?.addEventListener('keydown', () => {
      const at = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => took.push(performance.now() - at)));
    });
  });
  await page.keyboard.type('The flat above again, music since nine, and I am on earlies.', { delay: 30 });
  const took = (await page.evaluate(() => (globalThis as unknown as { took: number[] }).took)).sort((a, b) => a - b);
  t.diagnostic(`key to second frame: median ${took[Math.floor(took.length / 2)]?.toFixed(1)} ms, worst ${took.at(-1)?.toFixed(1)} ms, of ${took.length}`);
  await page.keyboard.press('Control+Enter');
  await log(page).getByText('The flat above').waitFor();
  // What the pages of the others are to show: somebody is to be sent, and something was heard wrongly.
  await page.keyboard.type('He has a knife, he says.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^Not so:/ }).first().click();
  await page.locator('.told').getByText('Not so').waitFor();
  await page.keyboard.press('F2');
  await page.locator('.call-grade').getByText('Emergency').waitFor();
});

test('first paint', { timeout: 480_000 }, async (t) => {
  const made = await context(await room.browser(), room);
  const page = await made.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Lola Adeyemi' }).waitFor();
  t.diagnostic(`first paint, sign-in, nothing cached: ${(await firstPaint(page)).toFixed(0)} ms`);
  await signIn(page, 'Lola Adeyemi');
  await page.goto(`/incidents/${reference}`);
  await typing(page).waitFor();
  const typed_in = await page.evaluate(() => performance.now());
  t.diagnostic(`an incident: first paint ${(await firstPaint(page)).toFixed(0)} ms, typed in after ${typed_in.toFixed(0)} ms`);
  await made.close();
});

test('axe finds nothing on any page, light and dark', { timeout: 480_000 }, async () => {
  const browser = await room.browser();
  for (const scheme of ['light', 'dark'] as const) {
    const page = await (await context(browser, room, { width: 960, height: 1000 }, scheme)).newPage();
    const clean = async (where: string) => {
      // In the dark only colours differ.
      const axe = new AxeBuilder({ page });
      const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      assert.deepEqual(violations.map((one) => `${where}, ${scheme}: ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), []);
    };
    await page.goto('/');
    await page.getByRole('heading', { name: 'Heed' }).waitFor();
    await clean('sign-in');
    await signIn(page, 'Lola Adeyemi');
    await page.getByRole('link', { name: reference }).waitFor();
    await clean('incidents');
    await page.goto('/keys');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await clean('keys');
    await page.goto(`/incidents/${reference}`);
    await typing(page).waitFor();
    for (const fold of ['Grade and code', 'THRIVE+', 'End, hand over, close']) await page.getByText(fold, { exact: true }).click();
    await clean('incident');
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await clean('nowhere');
    assert.equal((await view(page))['closed'], false);
  }
});

test('axe finds nothing on the pages of the people beside the handler', { timeout: 480_000 }, async () => {
  const browser = await room.browser();
  for (const one of pagesOfPeople) {
    const made = await context(browser, room, { width: 960, height: 1000 });
    const page = await made.newPage();
    await signIn(page, one.who);
    await page.goto(one.where);
    await page.locator('main h1').waitFor();
    if (['room', 'dispatch', 'false-alarms'].includes(one.name)) await opened(page, one);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      const axe = new AxeBuilder({ page });
      const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      assert.deepEqual(violations.map((found) => `${one.name}, ${scheme}: ${found.id}: ${found.nodes.map((node) => node.target.join(' ')).join(', ')}`), []);
    }
    assert.equal(await page.getByRole('alert').count(), 0, `${one.name}: something was refused`);
    await made.close();
  }
});
