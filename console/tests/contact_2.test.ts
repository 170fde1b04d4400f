// Three weeks later the same caller rings again, about the same number: that he rang before stands on
// the screen before a key is pressed, and what he says tomorrow holds is heard with its time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { context, log, reference, Room, signIn, typing } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open({ led: true });
});
after(() => room.close());

test('contact 2, three weeks after contact 1', { timeout: 480_000 }, async () => {
  const page = await (await context(await room.browser(), room)).newPage();
  await signIn(page, 'PC Bryn Shaw');
  await room.answers('contact-1-1');
  await page.getByRole('link', { name: reference }).or(typing(page)).first().waitFor();
  await page.goto(`/incidents/${reference}`);
  await typing(page).waitFor();
  await page.keyboard.type("He's emotionally blackmailing me for sex. It's 07700 900461.");
  await page.keyboard.press('Control+Enter');
  await log(page).getByText('blackmailing').waitFor();
  await page.locator('.not-saved').waitFor({ state: 'detached' });
  await room.hangsUp('contact-1-1');
  await page.locator('.call-clock.ended').waitFor();

  await page.getByRole('link', { name: 'Incidents' }).click();
  await page.getByRole('button', { name: 'Go on with the case' }).click();
  await room.answers('contact-2-2');
  await page.waitForURL(/\/incidents\/NM-20261122-/);
  await page.locator('.before').getByText(`rang before: ${reference}`).waitFor();
  await page.keyboard.type("I rang before. That man, I'm supposed to meet him tomorrow after college. It's 07700 900461.");
  await page.locator('.hearing').getByText('meeting').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await log(page).getByText('after college').waitFor();
  assert.match((await page.locator('.strip-clock').textContent()) ?? '', /^17:1\d/);
});
