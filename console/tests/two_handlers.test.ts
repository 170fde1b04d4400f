// Two people on one incident: what one writes the other sees, nothing is done twice, and what one
// has in hand is not taken out of it by the other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { context, dealt, hand, log, reference, Room, signIn, title, typing, view } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

test('a handler and the supervisor who listens in', { timeout: 480_000 }, async () => {
  const browser = await room.browser();
  const one = await (await context(browser, room)).newPage();
  const other = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
  await signIn(one, 'PC Bryn Shaw');
  await signIn(other, 'Sgt Samira Khan');
  await room.rings('contact-1');
  await one.waitForURL(`**/incidents/${reference}`);
  await other.goto(`/incidents/${reference}`);
  await typing(other).waitFor();
  // The supervisor does not lose his place while the handler works, nor the other way round.
  await typing(other).fill('Listening in');
  await typing(one).fill("He's in my year at school and he says he'll post them.");
  await one.keyboard.press('Control+Enter');
  await log(other).getByText('post them').waitFor();
  assert.equal(await typing(other).inputValue(), 'Listening in');
  await other.keyboard.press('Control+Enter');
  await log(one).getByText('Listening in').waitFor();
  // What the supervisor is offered is accepted by him, and shows as his at the handler's.
  await hand(other).waitFor();
  assert.match(await title(other), /Is this the caller|certificate/);
  await other.getByRole('button', { name: /A contact is taken by somebody without the certificate/ }).click();
  await dealt(other, () => other.keyboard.press('F8'));
  await one.locator('.owed-who').getByText('Sgt Samira Khan').first().waitFor();
  // Both say that this is the caller: it is so once.
  await one.waitForFunction(() => (document.querySelector('.hand h2')?.textContent ?? '').startsWith('Is this the caller'));
  await dealt(one, () => one.keyboard.press('F8'));
  await other.getByText('confirmed').first().waitFor();
  const seen = await view(one);
  assert.equal(seen['candidates'].filter((each: { state: string }) => each.state === 'accepted').length, 1);

  // What is written between the server's first answer and its arrival is seen all the same.
  await other.getByRole('link', { name: 'Incidents' }).click();
  const opens = other.getByRole('link', { name: reference });
  await opens.waitFor();
  let asked = false;
  await other.route(`**/v1/incidents/${reference}`, async (route) => {
    if (asked) return route.continue();
    asked = true;
    const answered = await route.fetch();
    await typing(one).fill('He has just written again.');
    await one.keyboard.press('Control+Enter');
    await log(one).getByText('just written again').waitFor();
    await route.fulfill({ response: answered });
  });
  await opens.click();
  await log(other).getByText('just written again').waitFor();
  assert.ok(asked);
});
