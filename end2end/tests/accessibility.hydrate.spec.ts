// The audit of what only JavaScript shows.
import { expect, test } from '../fixtures/test.ts';

test('the open suggestions', async ({ shop, frame, audit, page }) => {
  await shop.open('/');
  await frame.search.pressSequentially('ap');
  await expect(frame.head.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await audit();
});
