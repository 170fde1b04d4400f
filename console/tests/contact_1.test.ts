// Contact 1 of the case, by keyboard alone, in half a screen: what is on the screen before a key is
// pressed, at one minute and at the end of the call; and how many keys it took beyond the text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { context, dealt, hand, Keys, log, owed, reference, Room, signIn, title, typing, view } from './room.ts';

let room: Room;
let page: Page;
before(async () => {
  room = await Room.open();
  page = await (await context(await room.browser(), room)).newPage();
});
after(() => room.close());

test('contact 1, taken with the keyboard', { timeout: 120_000 }, async (t) => {
  await signIn(page, 'PC Bryn Shaw');
  const call = await room.rings('contact-1');
  const keys = new Keys(page);

  await t.test('opens by itself: number, clock, place, who is held for the number, three questions', async () => {
    await page.waitForURL(`**/incidents/${reference}`);
    const screen = page.getByRole('main');
    await screen.getByText('Alex Morland, 16').first().waitFor();
    for (const words of ['999', '07700 900016', 'within 24 m', 'unconfirmed', 'not rung before', 'may not be', 'autism', 'MORLAND J']) {
      await screen.getByText(words).first().waitFor();
    }
    for (const question of ['Where are you now', 'Can you talk freely', 'date of birth']) await owed(page).getByText(question).first().waitFor();
    assert.equal(await typing(page).evaluate((field) => field === document.activeElement), true, 'the caret is in the line');
    assert.equal(keys.presses, 0);
  });

  await t.test('what is typed is heard while it is typed, and written with one key', async () => {
    await keys.letter('q');
    await keys.type("There's this man, I've never met him, he's emotionally blackmailing me for sex. He says he'll talk to my mum and say loads of stuff that apparently I've done. ");
    await page.locator('.hearing').getByText('coercion').waitFor();
    await page.locator('.typing-under mark').first().waitFor();
    await keys.type("I've kept the messages, about thirty. He rang as well, he knows our house number. It's 07700 900461. Please don't ring it.");
    await keys.write();
    await log(page).getByText("There's this man").waitFor();
    await page.locator('.not-saved').waitFor({ state: 'detached' });
    await page.getByRole('list', { name: 'Warnings' }).getByText('Do not ring').waitFor();
    await page.getByRole('list', { name: 'Warnings' }).getByText('Do not tell the caller').waitFor();
    await owed(page).getByText('Managed offenders').first().waitFor();
  });

  await t.test('F8 says yes to what is in hand until nothing found is unread', async () => {
    assert.match(await title(page), /Is this the caller\? Alex Morland, 16, child/);
    await dealt(page, () => keys.press('F8'));
    for (;;) {
      const now = await title(page);
      if (now.startsWith('Whose is')) {
        assert.match(now, /07700 900461/);
        await dealt(page, () => keys.press('F8')); // complained of
        // Outside sources answer now: what they hold is to be read before anything else.
        await page.locator('.check-source').getByText('Offender management').first().waitFor();
        await page.waitForFunction(() => document.querySelectorAll('.owed-read').length > 0);
        continue;
      }
      if (now.startsWith('Read back')) {
        await dealt(page, () => keys.press('F8'));
        break;
      }
      if (!/held|Previous/.test(now)) {
        // A question came to hand before the rest had answered: go back to what is unread.
        const unread = page.locator('.owed-read, .owed-whose, .owed-read_back').first();
        await unread.waitFor();
        await keys.letter('p');
        continue;
      }
      await dealt(page, () => keys.press('F8'));
    }
    await page.getByText('✓ read back').waitFor();
  });

  await t.test('place, safety, and what is asked, are answered with a key each', async () => {
    for (const [question, answer, key] of [
      ['Where are you now', '12 Sorrel Close, Northmoor', 'F8'],
      ['Can you talk freely', 'At home in my room, nobody can hear', 'F8'],
      ['met them in person', '', 'F9'],
    ] as const) {
      await page.waitForFunction((words) => (document.querySelector('.hand h2')?.textContent ?? '').includes(words), question);
      if (answer) await keys.type(answer);
      await dealt(page, () => keys.press(key));
    }
    await page.locator('.where').getByText('confirmed', { exact: true }).waitFor();
  });

  await t.test('a promise that was typed is taken up with its time, in one key', async () => {
    await keys.type("I'll make enquiries about the number.");
    await keys.write();
    await owed(page).getByText('make enquiries').first().waitFor();
  });

  await t.test('the caller hangs up; handing over is one chord', async () => {
    await room.hangsUp(call);
    await page.locator('.call-clock.ended').waitFor();
  });

  t.diagnostic(`key presses beyond the text: ${keys.presses}`);
  assert.ok(keys.presses <= 20, `${keys.presses} key presses beyond the text`);
  const seen = await view(page);
  assert.equal(seen['wishes'][0].kind, 'do_not_call');
  await hand(page).waitFor();
});
