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

test('contact 1, taken with the keyboard', { timeout: 480_000 }, async (t) => {
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
    await page.waitForFunction(() => (document.querySelector('.hand h2')?.textContent ?? '').startsWith('Is this the caller? Alex Morland, 16, child'));
    await dealt(page, () => keys.press('F8'));
    const acted: string[] = [];
    for (;;) {
      const now = await title(page);
      acted.push(now);
      if (!/held|Previous|Whose is|Read back/.test(now)) break;
      await dealt(page, () => keys.press('F8'));
      if (now.startsWith('Whose is')) {
        // Outside sources are asked now, and what they hold is to be read before anything else.
        for (const source of ['Offender management', 'National police records']) await owed(page).getByText(`${source}: held`).or(hand(page).getByText(`${source}: held`)).first().waitFor();
      }
      if (now.startsWith('Read back')) {
        const left = (await view(page))['owed'].filter((one: { what: string }) => one.what === 'read what was found').length;
        if (left === 0) break;
      }
    }
    t.diagnostic(acted.join(' | '));
    await page.getByText('✓ read back').waitFor();
  });

  await t.test('nothing that is owed has scrolled away in half a screen', async () => {
    for (const part of ['.duties', '.others']) {
      const [all, seen] = await page.locator(part).evaluate((element) => [element.scrollHeight, element.clientHeight] as const);
      assert.ok(all <= seen, `${part}: ${all} of ${seen} pixels`);
    }
  });

  const answers = async (question: string, answer: string, key: string) => {
    await page.waitForFunction((words) => (document.querySelector('.hand h2')?.textContent ?? '').includes(words), question);
    if (answer) await keys.type(answer);
    await dealt(page, () => keys.press(key));
  };
  await t.test('place, safety, and what is asked, are answered with a key each', async () => {
    await answers('Where are you now', '12 Sorrel Close, Northmoor', 'F8');
    await page.locator('.where').getByText('confirmed', { exact: true }).waitFor();
    await answers('Can you talk freely', 'At home in my room, nobody can hear', 'F8');
    for (let answered = 0; answered < 3; ++answered) {
      const question = await title(page);
      if (/met them in person|meeting|hurt/i.test(question)) await dealt(page, () => keys.press('F9'));
      else {
        await keys.type('He wants sex, or he tells mum. No day named.');
        await dealt(page, () => keys.press('F8'));
      }
    }
  });

  await t.test('what is promised is owed, with a time, from what was typed', async () => {
    await keys.type('make enquiries about the number, and ring back on the mobile');
    await keys.letter('m');
    await page.locator('.settled').getByText('ring back on the mobile, by 20:30').waitFor();
  });

  await t.test('the caller hangs up; handing over is one chord, and what is owed stays until it is accepted', async () => {
    await room.hangsUp(call);
    await page.locator('.call-clock.ended').waitFor();
    await keys.letter('h');
    await page.locator('.call-has').getByText('Gail Marsden').waitFor();
    const kept = (await view(page))['owed'].filter((one: { holder: string }) => one.holder === 'PC Bryn Shaw');
    assert.notEqual(kept.length, 0, 'what is owed stays with the giver');
  });

  t.diagnostic(`key presses beyond the text: ${keys.presses}`);
  assert.ok(keys.presses <= 20, `${keys.presses} key presses beyond the text`);
  const seen = await view(page);
  assert.equal(seen['wishes'][0].kind, 'do_not_call');
  await hand(page).waitFor();
});
