// The pages of the people beside the handler: whose, where, and what to press so that one incident is
// open beside the list. For pictures and for axe.
import type { Page } from 'playwright-core';

export interface PageOf {
  name: string;
  who: string;
  where: string;
  open?: string; // pressed once the list is there
  wait: string; // then to be seen
}
export const pagesOfPeople: PageOf[] = [
  { name: 'room', who: 'Sgt Samira Khan', where: '/room', open: '.link-button', wait: '.matter-head' },
  { name: 'decisions', who: 'Insp Ruth Whitlock', where: '/decisions', open: '.work-open', wait: '.matter-head' },
  { name: 'dispatch', who: 'Gail Marsden', where: '/dispatch', open: '.work-open', wait: '.slip-rest' },
  { name: 'protection', who: 'DI Carla Ruiz', where: '/protection', open: '.work-open', wait: '.matter-head' },
  { name: 'crimes', who: 'Olive Finch', where: '/crimes', open: '.work-open', wait: '.matter-head' },
  { name: 'questions', who: 'Wei Tan', where: '/desk', wait: 'h1' },
  { name: 'audit', who: 'Ash Coles', where: '/audit', wait: 'h1' },
  { name: 'administration', who: 'Vic Stone', where: '/administration', wait: 'tbody tr' },
  { name: 'false-alarms', who: 'Iris Grey', where: '/false-alarms', wait: 'tbody tr' },
];

export async function opened(page: Page, one: PageOf): Promise<void> {
  await page.locator('h1').first().waitFor();
  if (one.open && one.wait !== 'h1') {
    await page.locator(one.open).first().waitFor();
    await page.locator(one.open).first().click();
  }
  // What was offered to a colleague is joined first.
  const join = page.getByRole('button', { name: 'Join as dispatcher' });
  await page.locator(one.wait).first().or(join).waitFor();
  if (await join.isVisible()) await join.click();
  await page.locator(one.wait).first().waitFor();
}
