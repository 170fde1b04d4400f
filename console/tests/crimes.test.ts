// The crime recorder: what the report may amount to is offered to her, with the provision, and to
// nobody who takes calls; a demand for sex is not offered as blackmail; her decision is on record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { context, log, reference, Room, signIn, typing, view } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

test('recording a crime is decided by a trained person', { timeout: 240_000 }, async () => {
  const browser = await room.browser();
  const handler = await (await context(browser, room)).newPage();
  await signIn(handler, 'PC Bryn Shaw');
  await room.rings('contact-1');
  await handler.waitForURL(`**/incidents/${reference}`);
  await typing(handler).fill("He's emotionally blackmailing me for sex. I'm sixteen.");
  await handler.keyboard.press('Control+Enter');
  await log(handler).getByText('blackmailing').waitFor();
  assert.deepEqual((await view(handler))['offences'], []);

  const recorder = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
  await signIn(recorder, 'Olive Finch');
  await recorder.goto('/crimes');
  await recorder.locator('.work-open').first().click();
  const form = recorder.getByRole('form', { name: 'Decide on recording a crime' });
  await form.getByText('Sexual Offences Act 2003 s.4', { exact: true }).waitFor();
  assert.equal(await form.getByText('Theft Act').count(), 0);
  await form.getByRole('checkbox', { name: /Causing sexual activity without consent/ }).check();
  const button = form.getByRole('button', { name: 'Record it' });
  assert.ok(await button.isDisabled(), 'a decision without reasons is none');
  await form.getByLabel('On what words and facts').fill('sex is demanded under a threat, in his own words');
  await button.click();
  await recorder.getByText('Dealt with.').waitFor();
  await recorder.getByText('Recorded: causing sexual activity').waitFor();
  const ended = (await view(handler))['ended'] as { what: string; how: string; by: string }[];
  const decided = ended.find((one) => one.what.startsWith('decide on recording a crime'));
  assert.equal(decided?.by, 'Olive Finch');
});
