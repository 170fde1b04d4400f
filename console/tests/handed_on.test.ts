// The end of an everyday call, by keys; and what passes from one person to another without being lost:
// what stands typed at hand-over, what was left typed when somebody took over, an incident of others
// that is opened for a reason.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { context, dealt, hand, Keys, log, Room, signIn, title, typing, view } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

const first = 'NM-20261101-00001';
const second = 'NM-20261101-00002';
const closes = (page: import('playwright-core').Page) => page.waitForFunction(() => (document.querySelector('.hand h2')?.textContent ?? '').startsWith('Close it'));

test('a noise complaint is closed with five keys beyond its text', { timeout: 480_000 }, async (t) => {
  const page = await (await context(await room.browser(), room)).newPage();
  await signIn(page, 'Lola Adeyemi');
  await room.rings('noise', 'l.adeyemi');
  await page.waitForURL(`**/incidents/${first}`);
  await typing(page).waitFor();
  const keys = new Keys(page);
  await keys.type("It's the flat above again, the music's been going since nine and I'm on earlies.");
  await keys.write();
  await log(page).getByText('The flat above').or(log(page).getByText('the flat above')).waitFor();
  await keys.letter('e');
  await page.locator('.call-clock.ended').waitFor();
  await closes(page);
  // Nothing is chosen for the handler, and what the key would do is read before it is pressed.
  await dealtNot(page, () => keys.type('no'));
  await hand(page).getByText('what was reported?').waitFor();
  await typing(page).fill('');
  await keys.type('noise, resolved by telephone');
  await hand(page).getByText('Close: noise complaint; nuisance, dealt with; resolved by telephone; nothing promised').waitFor();
  await dealt(page, () => keys.press('F8'));
  await page.locator('.reference .pill').getByText('closed').waitFor();
  t.diagnostic(`key presses beyond the text: ${keys.presses}`);
  assert.ok(keys.presses <= 5, `${keys.presses} key presses beyond the text`);
  const seen = await view(page, first);
  assert.equal(seen['closed'], true);
  assert.equal(seen['opening_code'], 'noise');
  assert.ok(seen['log'].some((one: { text: string; voice: string }) => one.text === 'noise, resolved by telephone' && one.voice === 'handler_note'));
  assert.ok(seen['ended'].some((one: { question: string }) => one.question === 'what_we_said'), 'that nothing was promised is on record');
});
async function dealtNot(page: import('playwright-core').Page, act: () => Promise<void>): Promise<void> {
  const held = await title(page);
  await act();
  assert.equal(await title(page), held);
}

test('what stands typed goes along when it is handed over, and when it is taken over', { timeout: 480_000 }, async (t) => {
  const browser = await room.browser();
  const page = await (await context(browser, room)).newPage();
  await signIn(page, 'PC Bryn Shaw');
  await room.rings('contact-1');
  await page.waitForURL(`**/incidents/${second}`);
  await typing(page).waitFor();

  await t.test('one promise, typed and given by a key, is one thing owed', async () => {
    await page.keyboard.type('We will ring you back on the mobile tonight');
    await page.keyboard.press('Control+Space');
    await page.keyboard.press('m');
    await page.locator('.settled').getByText('ring you back on the mobile').waitFor();
    const seen = await view(page, second);
    assert.equal(seen['undertakings'].length, 1);
    assert.equal(seen['owed'].filter((one: { what: string }) => /promise/.test(one.what)).length, 0, 'nothing is left to be taken up');
    assert.equal(await page.locator('.duties .owed li').getByText(/ring you back|[Pp]romise/).count(), 1);
  });

  await t.test('a supervisor takes over in mid-sentence: what the handler left typed is offered, as theirs', async () => {
    await page.keyboard.type('He says he is outside the');
    await page.locator('.kept').getByText('; kept').waitFor();
    const other = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
    await signIn(other, 'Sgt Samira Khan');
    await other.goto('/room');
    await other.getByRole('button', { name: second }).click();
    await other.getByRole('button', { name: 'Take over…' }).click();
    await other.getByLabel(/Why you take it/).fill('the handler was called away');
    await other.getByRole('button', { name: 'Take over', exact: true }).click();
    await other.locator('.matter-head').getByText('with Sgt Samira Khan').waitFor();
    await other.goto(`/incidents/${second}`);
    const offered = other.getByRole('button', { name: /PC Bryn Shaw left this typed/ });
    await offered.waitFor();
    await offered.click();
    await hand(other).getByText('He says he is outside the').waitFor();
    await dealt(other, () => other.keyboard.press('F8'));
    await log(other).getByText('Typed by PC Bryn Shaw, not sent before it was handed over: He says he is outside the').waitFor();
    assert.equal(((await (await other.request.get(`/v1/incidents/${second}/drafts`, { headers: { 'Heed-Purpose': 'supervision' } })).json()) as { drafts: unknown[] }).drafts.length, 0);
    // Whoever has it no longer is offered nothing of anybody's.
    assert.deepEqual(await (await page.request.get(`/v1/incidents/${second}/drafts`, { headers: { 'Heed-Purpose': 'call_handling' } })).json(), { drafts: [] });
  });

  await t.test('handing over writes what stands typed first', async () => {
    await typing(page).fill('The door has just gone.');
    await typing(page).focus();
    await page.keyboard.press('Control+Space');
    await page.keyboard.press('h');
    await page.locator('.call-has').getByText('Gail Marsden').waitFor();
    await log(page).getByText('The door has just gone.').waitFor();
    assert.equal(await typing(page).inputValue(), '');
  });
});

test('an incident of others opens for a reason, asked where one is, and one comes back to where one was', { timeout: 480_000 }, async () => {
  const page = await (await context(await room.browser(), room)).newPage();
  await signIn(page, 'Lola Adeyemi');
  await page.getByRole('link', { name: 'Search' }).click();
  await page.locator('#text').fill(second);
  await page.locator('#why').fill('the same caller is on my line now');
  await page.keyboard.press('Enter');
  const found = page.getByRole('button', { name: second });
  await found.click();
  // In its row, with the reason that was given for searching: to be read again, or said better.
  const reason = page.getByLabel(/Why do you need to see it/);
  assert.equal(await reason.inputValue(), 'the same caller is on my line now');
  assert.equal(await reason.evaluate((field) => field === document.activeElement), true);
  assert.equal(new URL(page.url()).pathname, '/search');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await log(page).getByText('The door has just gone.').waitFor();
  assert.ok(!page.url().includes('caller'), 'a reason is in no address');
  await page.goBack();
  await found.waitFor();
  assert.equal(await page.locator('#text').inputValue(), second);
  // It is on record, and waits for somebody else's look.
  const other = await (await context(await room.browser(), room)).newPage();
  await signIn(other, 'Sgt Samira Khan');
  await other.goto('/room');
  await other.getByText('1 incident opened by somebody who does not work on it').click();
  await other.getByText('Lola Adeyemi opened').waitFor();
  await other.getByText('the same caller is on my line now').waitFor();
  await other.getByLabel('It was', { exact: true }).check();
  await other.getByLabel('What you found').fill('the caller rang again on her line');
  await other.getByRole('button', { name: 'Put it on record' }).click();
  await other.getByText('opened by somebody who does not work on it').waitFor({ state: 'detached' });
});
