// The suite's own guards: a page that misbehaves must fail its test.
import { expect, test } from '../../fixtures/test.ts';

const misbehaviours: Record<string, () => unknown> = {
  'an error in the console': () => console.error('told'),
  'a warning in the console': () => console.warn('told'),
  'an uncaught error': () => {
    setTimeout(() => {
      throw new Error('thrown');
    });
  },
  'a request that fails': () => fetch('http://mintreu.invalid/'),
  'a style that the policy forbids': () => document.body.setAttribute('style', 'color: red'),
};

for (const [name, misbehave] of Object.entries(misbehaviours)) {
  test(`${name} fails the test`, async ({ shop, page, complaints }) => {
    await shop.open('/help');
    expect(complaints.unexpected).toEqual([]);
    void page.evaluate(misbehave).catch(() => {});
    await expect.poll(() => complaints.unexpected).not.toEqual([]);
    complaints.expect(/./);
  });
}
