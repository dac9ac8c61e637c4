// From a click on a filter to the painted result, in the real app at 10,000 products.
import { withApp } from '../lib/app.mjs'
import { launch } from '../lib/browser.mjs'
import { atMost, note } from '../lib/rows.mjs'
import { median, ms, percentile } from '../lib/stats.mjs'

export const title = 'Click on a filter to painted result: 10,000 products, Chromium, 1440 × 900'
const LIMIT = 16
const CLICKS = 60
const RUNS = 3

export const measure = () => withApp(['generate', '--products', '10000'], async (url) => {
  const browser = await launch()
  try {
    const runs = []
    for (let i = 0; i < RUNS; i += 1) runs.push(await clicks(browser, url))
    const of = (part, share) => median(runs.map((run) => percentile(run.map((click) => click[part]), share)))
    return [
      note('click to changed page, p95', ms(of('changed', 0.95))),
      note('click to painted result, p50', ms(of('painted', 0.5))),
      atMost(`click to painted result, p95 of ${CLICKS}`, of('painted', 0.95), LIMIT, ms),
    ]
  } finally {
    await browser.close()
  }
})

/** Clicks filters, another each time, and begins anew where few results are left. */
async function clicks(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}/products`)
  await page.waitForSelector('html[data-catalog]', { state: 'attached' })
  await page.evaluate(observe)
  const requests = []
  page.on('request', (request) => requests.push(request.url()))
  const times = []
  for (let i = 0; times.length < CLICKS; i += 1) {
    const filters = page.locator('#filters a:not([aria-current])')
    const filter = filters.nth((i * 7) % await filters.count())
    const before = page.url()
    await filter.scrollIntoViewIfNeeded()
    await filter.hover()
    await page.evaluate(() => window.settled())
    await filter.click()
    await page.waitForURL((now) => now.href !== before)
    times.push(await page.evaluate(() => window.settled()))
    if (i % 3 === 2) {
      await page.getByRole('link', { name: 'Clear all' }).click()
      await page.waitForURL(`${url}/products`)
    }
  }
  const asked = requests.filter((request) => request.includes('/api/'))
  if (asked.length > 0) throw new Error(`the browser asked the server: ${asked[0]}`)
  await page.close()
  return times
}

/** In the page: notes when the last click came, when the page last changed, and when that change was painted. */
function observe() {
  const QUIET_MS = 150
  const click = {}
  const { port1, port2 } = new MessageChannel()
  // A message sent from a frame's callback arrives after that frame was painted.
  port1.onmessage = () => { click.end = performance.now() }
  const paint = () => requestAnimationFrame(() => port2.postMessage(null))
  new MutationObserver(() => { click.change = performance.now(); paint() })
    .observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
  addEventListener('click', ({ timeStamp }) => { click.start = timeStamp }, { capture: true })
  window.settled = async () => {
    const now = () => performance.now()
    while (now() - (click.change ?? 0) < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 20))
    return { changed: click.change - click.start, painted: click.end - click.start }
  }
}
