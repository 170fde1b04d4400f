// The case as it was handled: almost nothing typed, nothing asked, "no vulnerability" written. What
// was not done is owed, is on the screen, and closing waits for it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { context, log, owed, reference, Room, signIn, typing, view } from './room.ts';

let room: Room;
let page: Page;
before(async () => {
  room = await Room.open();
  page = await (await context(await room.browser(), room)).newPage();
});
after(() => room.close());

test('a handler who types almost nothing', { timeout: 480_000 }, async () => {
  await signIn(page, 'PC Bryn Shaw');
  const call = await room.rings('contact-1');
  await page.waitForURL(`**/incidents/${reference}`);
  await typing(page).waitFor();
  await page.keyboard.type('Blackmail over texts from 07700 900461. Advised to block the number.');
  await page.keyboard.press('Control+Enter');
  await log(page).getByText('Blackmail over texts').waitFor();
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('q');
  await page.keyboard.type('No inherent threat or risk apparent, no disclosed particular vulnerability.');
  await page.keyboard.press('Control+Enter');
  // Kept as written, marked with what is open against it.
  await log(page).getByText('No inherent threat').first().waitFor();
  await log(page).getByText('open against it').first().waitFor();
  await room.hangsUp(call);
  await page.locator('.call-clock.ended').waitFor();
  await owed(page).getByText('date of birth').first().waitFor();
  await owed(page).getByText('Previous entry').first().waitFor();
  // Closing is refused, and the page says why and what would allow it.
  await page.getByText('Grade and code', { exact: true }).click();
  await page.getByLabel('What was first reported').selectOption('threats');
  await page.getByText('End, hand over, close').click();
  await page.getByLabel('Close as').selectOption('safeguarding');
  await page.getByLabel('Outcome').selectOption('blocking_advised');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.locator('.told-bad').waitFor();
  const said = (await page.locator('.told-bad').textContent()) ?? '';
  assert.match(said, /supervisor|open/i);
  const seen = await view(page);
  assert.equal(seen['closed'], false);
  assert.ok(seen['checks'].some((one: { source: string; outcome: string }) => one.source === 'managed_offenders' && one.outcome === 'hit'));
});
