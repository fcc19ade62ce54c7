import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { untilState } from '../integration/observe.ts';
import { openWorld, registration, type World } from '../integration/world.ts';
import { openBrowser } from './browser.ts';

/** The page is slow where much else runs. */
const CLICK_MS = 90_000;
jest.setTimeout(3 * CLICK_MS);

const UNDER_REVIEW = { partnerParams: { sandbox_scenario: 'under-review' }, reviewMs: 3_000 } as const;

describe('an operator in the Temporal Web UI', () => {
  let world: World;
  let page: Page;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const opened = await openWorld({ callbacks: false });
    world = opened.world;
    closing.push(opened.close);
    const browser = await openBrowser();
    closing.push(() => browser.close());
    page = await browser.newPage();
    page.setDefaultTimeout(CLICK_MS);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('sees what a verification waits for and what can be done', async () => {
    const handle = await world.smileflow.start(registration(UNDER_REVIEW));
    await untilState(handle, 'awaiting-operator');
    await page.goto(`${world.webUi}/${handle.workflowId}`, { waitUntil: 'domcontentloaded' });
    const details = await frameWith(page, /An operator can/);
    expect(details).toMatch(/awaiting-operator/);
    expect(details).toMatch(/did not decide in time/);
    expect(details).toMatch(
      /decide \(decision: approve, reject or request-new-capture; by; reason\), cancel \(reason\)/,
    );
    await handle.cancel();
  });

  it('is refused in a sentence, then decides', async () => {
    const handle = await world.smileflow.start(registration(UNDER_REVIEW));
    await untilState(handle, 'awaiting-operator');
    await page.goto(`${world.webUi}/${handle.workflowId}`, { waitUntil: 'domcontentloaded' });
    await sendUpdate(page, 'decide', { decision: 'perhaps' });
    await page
      .getByText(/"decision" must be one of approve, reject/)
      .first()
      .waitFor();
    await page.goto(`${world.webUi}/${handle.workflowId}`, { waitUntil: 'domcontentloaded' });
    await sendUpdate(page, 'decide', { decision: 'approve', by: 'operator-1', reason: 'seen' });
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'operator' });
  });

  it('cancels', async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'never' } }));
    await untilState(handle, 'awaiting-result');
    await page.goto(`${world.webUi}/${handle.workflowId}`, { waitUntil: 'domcontentloaded' });
    await sendUpdate(page, 'cancel', { reason: 'not needed' });
    expect(await handle.result()).toMatchObject({ decision: 'cancelled' });
  });
});

/** Details are shown in frames of their own, so that what is in them cannot reach the page. */
async function frameWith(page: Page, pattern: RegExp): Promise<string> {
  await page
    .getByText('User Metadata')
    .locator('visible=true')
    .first()
    .evaluate((tab) => (tab as unknown as { click(): void }).click());
  for (;;) {
    for (const frame of page.frames()) {
      const text = await frame
        .locator('body')
        .textContent()
        .catch(() => undefined);
      if (frame !== page.mainFrame() && text && pattern.test(text)) return text;
    }
    await page.waitForTimeout(100);
  }
}

/** What an operator clicks: More Actions, Send an Update, the update's name, its one JSON object, Send. */
async function sendUpdate(page: Page, name: string, request: object): Promise<void> {
  await page.getByRole('button', { name: 'More Actions' }).first().click();
  await visible(page, 'update-button').click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByTestId('update-select-button').click();
  await dialog.getByRole('option', { name, exact: false }).first().click();
  await dialog.getByRole('textbox').last().click();
  await page.keyboard.insertText(JSON.stringify(request));
  // Some of the dialog lies outside of a small window: a click by position would miss it.
  await visible(page, 'confirm-modal-button').evaluate((button) => (button as unknown as { click(): void }).click());
}

/** Test ids occur twice in the page, once for small windows. */
function visible(page: Page, testId: string) {
  return page.getByTestId(testId).locator('visible=true').first();
}
