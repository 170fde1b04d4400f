// What was typed is never lost: reload in mid-sentence, the server killed in the middle of a call and
// started again, the browser killed, two tabs, signing out, the next person at the machine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { context, log, reference, Room, signIn, typing } from './room.ts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

const kept = (page: Page) => page.locator('.kept').getByText('; kept', { exact: false }).and(page.locator(':not(:has-text("keeping"))')).waitFor();
const drafts = async (page: Page) => ((await (await page.request.get('/v1/drafts')).json()) as { drafts: { text: string }[] }).drafts;

test('nothing typed is lost', { timeout: 480_000 }, async (t) => {
  const browser = await room.browser();
  const one = await context(browser, room);
  const page = await one.newPage();
  await signIn(page, 'PC Bryn Shaw');
  await room.rings('contact-1');
  await page.waitForURL(`**/incidents/${reference}`);
  await typing(page).waitFor();

  await t.test('reload in mid-sentence', async () => {
    await page.keyboard.type('He says he knows where I ');
    await page.reload();
    await typing(page).waitFor();
    assert.equal(await typing(page).inputValue(), 'He says he knows where I ');
    await page.keyboard.press('End');
  });

  await t.test('the server killed in the middle, and started again', async () => {
    await page.keyboard.type('live');
    await kept(page);
    await room.killServer();
    await page.locator('.strip-lost').getByText('No connection').waitFor();
    await page.keyboard.type(' and go to college.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.not-saved').getByText('not saved yet').waitFor();
    await page.keyboard.type('He is older.');
    await room.startServer();
    await page.locator('.not-saved').waitFor({ state: 'detached' });
    await log(page).getByText('He says he knows where I live and go to college.').waitFor();
    assert.equal(await log(page).getByText('He says he knows where I live').count(), 1, 'written once');
    assert.equal(await typing(page).inputValue(), 'He is older.');
    await kept(page);
  });

  await t.test('a second tab has a line of its own', async () => {
    const tab = await one.newPage();
    await tab.goto(`/incidents/${reference}`);
    await typing(tab).waitFor();
    await tab.keyboard.type('From the other tab');
    await kept(tab);
    assert.equal(await typing(page).inputValue(), 'He is older.');
    assert.equal(await typing(tab).inputValue(), 'From the other tab');
    await tab.keyboard.press('Control+Enter');
    await log(page).getByText('From the other tab').waitFor();
    await tab.close();
  });

  await t.test('signed out, and the next person at the machine', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Heed' }).waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
    await page.getByRole('button', { name: 'Lola Adeyemi' }).click();
    await page.locator('.strip-person').getByText('Lola Adeyemi').waitFor();
    assert.deepEqual(await drafts(page), []);
    assert.equal(await page.getByText('He is older.').count(), 0);
  });

  await t.test('the browser killed: the same person finds it again', async () => {
    await browser.close();
    const next = await (await context(await room.browser(), room)).newPage();
    await signIn(next, 'PC Bryn Shaw');
    await next.goto(`/incidents/${reference}`);
    await next.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#typing')?.value === 'He is older.');
    await next.keyboard.press('Control+Enter');
    await log(next).getByText('He is older.').waitFor();
    await next.locator('.not-saved').waitFor({ state: 'detached' });
    assert.deepEqual(await drafts(next), []);
  });
});
