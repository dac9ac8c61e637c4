// Clicks on the filters of a results page, ours or another with the same markup.
import { openPage, painted, press } from './painted.mjs'

/** A filter that is not selected: a check box, or a radio button for prices and ratings. */
const FILTER = '#filters a[role][aria-checked=false]'
/** The link that removes all of them. */
const CLEAR = '.chips a[href="/products"]'
/** Where the servers answer queries. */
const ANSWERED = /^\/products$|^\/api\/fn\/search$/

/** A page of results whose engine is ready. */
export async function openResults(browser, url) {
  const page = await openPage(browser)
  await page.goto(`${url}/products`)
  await ready(page)
  return page
}

export const ready = (page) => page.waitForSelector('html[data-catalog]', { state: 'attached' })

/**
 * Clicks another filter each time and begins anew after three; gives the milliseconds of each click to its last painted
 * change. The page must answer by itself.
 */
export async function filterClicks(browser, url, held, count) {
  const page = await openResults(browser, url)
  const requests = []
  page.on('request', (request) => requests.push(request.url()))
  const times = []
  for (let i = 0; i < count; i += 1) {
    const filters = page.locator(FILTER)
    times.push(await click(page, filters.nth((i * 7) % await filters.count()), held))
    if (i % 3 === 2) await click(page, page.locator(CLEAR), 0)
  }
  const asked = requests.find((address) => ANSWERED.test(new URL(address).pathname))
  if (asked) throw new Error(`the browser asked the server: ${asked}`)
  await page.close()
  return times
}

async function click(page, target, held) {
  const before = page.url()
  await press(page, target, held)
  await page.waitForURL((now) => now.href !== before)
  return painted(page)
}

/** The least a browser takes: a page whose button changes one number. */
export async function floorClicks(browser, held, count) {
  const page = await openPage(browser)
  await page.goto('data:text/html,<button>0</button>')
  await page.evaluate(() => {
    const button = document.querySelector('button')
    button.onclick = () => { button.firstChild.data = String(Number(button.firstChild.data) + 1) }
  })
  const times = []
  for (let i = 0; i < count; i += 1) {
    await press(page, page.locator('button'), held)
    times.push(await painted(page))
  }
  await page.close()
  return times
}
