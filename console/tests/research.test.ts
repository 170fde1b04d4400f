// Records side by side: ties as ties, another flat's as another flat's; how they were weighed, for
// those who research and for nobody else; what hangs together, as a picture and as a table; and a
// desk's answers, listed once they are given.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { chosen, context, dealt, log, Room, signIn, two_of_one_name, typing, view } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open({ markers: two_of_one_name });
});
after(() => room.close());
const first = 'NM-20261101-00001';

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map((one) => `${where}: ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), []);
}
const purpose = (words: string) => ({ 'Heed-Purpose': words });

test('two records that fit one name', { timeout: 480_000 }, async (t) => {
  const browser = await room.browser();
  const page = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
  await signIn(page, 'Lola Adeyemi');
  await room.rings('noise', 'l.adeyemi');
  await page.waitForURL(`**/incidents/${first}`);
  await typing(page).waitFor();
  await chosen(page, 'Where are you now');
  await page.keyboard.type('Flat 2, 9 Quay Street, Northmoor');
  await dealt(page, () => page.keyboard.press('F8'));
  await chosen(page, 'date of birth');
  await page.keyboard.type('Sam Fielding');
  await page.keyboard.press('F8');
  const table = page.getByRole('region', { name: /Records that may be Sam Fielding’s/ });

  await t.test('stand side by side, as a tie, each said to be whose it may be', async () => {
    await page.getByText('2 records fit equally well').waitFor();
    assert.equal(await table.locator('.pill-tie').count(), 2);
    await table.getByText('recorded for another flat of that house').waitFor();
    await table.getByText('another person’s, it may be').waitFor();
    await table.getByText('violent').first().waitFor();
    await clean(page, 'side by side');
  });

  await t.test('how they were weighed is not for who takes the call', async () => {
    const own = await page.context().newPage();
    await own.goto(`/incidents/${first}/timeline`);
    await own.locator('svg.chart').waitFor();
    assert.equal(await own.getByRole('button', { name: 'How the records were weighed' }).count(), 0);
    await own.close();
    const refused = await page.request.get(`/v1/incidents/${first}/weights`, { headers: purpose('call_handling') });
    assert.equal(refused.status(), 403);
    assert.ok(!(await refused.text()).includes('Fielding'));
  });

  await t.test('whoever researches sees each field’s weight, as a waterfall and as a table', async () => {
    const desk = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
    await signIn(desk, 'Wei Tan');
    const { csrf } = (await (await desk.request.get('/v1/session')).json()) as { csrf: string };
    const joined = await desk.request.post(`/v1/incidents/${first}/join_incident`, {
      headers: { ...purpose('investigation'), 'Heed-CSRF': csrf, 'Heed-Reason': encodeURIComponent('research on the name that was given'), 'Idempotency-Key': 'join-1' },
      data: { as: 'intelligence' },
    });
    assert.equal(joined.status(), 200, await joined.text());
    await desk.goto(`/incidents/${first}/timeline`);
    await desk.getByRole('button', { name: 'How the records were weighed' }).click();
    await desk.locator('.waterfall').first().waitFor();
    const told = (await (await desk.request.get(`/v1/incidents/${first}/weights`, { headers: purpose('investigation') })).json()) as { candidates: { weighed: boolean; tied: boolean; before: number; weight: number; fields: { weight: number }[] }[] };
    assert.equal(told.candidates.length, 2);
    for (const one of told.candidates) {
      assert.ok(one.weighed && one.tied);
      const sum = one.fields.reduce((all, field) => all + field.weight, 0);
      assert.ok(Math.abs(sum - one.weight) < 0.01, `${sum} is ${one.weight}`);
    }
    await desk.locator('.weighed summary').first().click();
    await desk.locator('.weights-table').first().getByText('Before anything is compared').waitFor();
    await clean(desk, 'weights');
  });

  await t.test('who says which it is, says it beside them', async () => {
    await page.getByRole('button', { name: /^It is this person: Sam Fielding/ }).first().click();
    await page.locator('.people').getByText('confirmed').first().waitFor();
    const states = (await view(page, first))['candidates'].map((one: { state: string }) => one.state);
    assert.equal(states.filter((one: string) => one === 'accepted').length, 1);
  });
});

test('what hangs together, and what a desk has answered', { timeout: 480_000 }, async (t) => {
  const browser = await room.browser();
  const page = await (await context(browser, room)).newPage();
  await signIn(page, 'PC Bryn Shaw');
  await room.rings('contact-1');
  await page.waitForURL(/\/incidents\/NM/);
  await typing(page).waitFor();
  await page.keyboard.type("He's emotionally blackmailing me for sex. It's 07700 900461.");
  await page.keyboard.press('Control+Enter');
  await log(page).getByText('blackmailing').waitFor();
  await chosen(page, 'Whose is 07700 900461?');
  await dealt(page, () => page.keyboard.press('F8'));

  await t.test('whoever types “no” and presses the key for yes has said no', async () => {
    await chosen(page, 'Have you ever met them in person');
    await page.keyboard.type('no, never');
    await page.locator('.hand').getByText('No, with what is typed').first().waitFor();
    await dealt(page, () => page.keyboard.press('F8'));
    const given = (await view(page, page.url().split('/').pop()))['answers'].filter((one: { value: string }) => /yes|no/.test(one.value));
    assert.deepEqual(given.map((one: { value: string }) => one.value), ['no'], 'the one word that the rules read');
  });

  await t.test('each line of the picture is a row of the table, with why it is there', async () => {
    await page.getByRole('link', { name: /what hangs together/ }).click();
    const picture = page.locator('svg.chart');
    await picture.getByText('07700 900461').waitFor();
    const rows = page.locator('.chart-table tbody tr');
    assert.equal(await picture.locator('.chart-line').count(), await rows.count());
    await rows.filter({ hasText: '07700 900016' }).filter({ hasText: 'Rang from it' }).waitFor();
    await rows.filter({ hasText: '07700 900461' }).filter({ hasText: 'not read back' }).waitFor();
    await clean(page, 'what hangs together');
  });

  await t.test('a desk’s answer is listed with who searched, what and when', async () => {
    const desk = await (await context(browser, room, { width: 1440, height: 900 })).newPage();
    await signIn(desk, 'Wei Tan');
    await desk.goto('/desk');
    await desk.getByText('Your desk has answered nothing yet.').waitFor();
    await desk.locator('.work-open').filter({ hasText: 'National intelligence' }).first().click();
    await desk.getByLabel(/Nothing found/).check();
    await desk.getByLabel('Whose records, of what').fill('records that forces share');
    await desk.getByRole('button', { name: 'Put it on record' }).click();
    const answered = desk.getByRole('region', { name: 'Answered' });
    await answered.getByText('Wei Tan searched phone').waitFor();
    await answered.getByText('Nothing found').waitFor();
    assert.ok(!((await answered.textContent()) ?? '').includes('900461'), 'a list names nobody and no number');
    await clean(desk, 'questions and answers');
  });
});
