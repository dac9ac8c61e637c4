// What a first visit costs: each visit by a browser context of its own.

const PHONE = { width: 390, height: 844 }
/** As the DevTools have it: 400 ms and 500 kbit/s, and what comes on top of both in practice. */
const SLOW_3G = { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const CPU_RATE = 4
/** Tasks so soon after hydration still belong to it. */
const AFTER_MS = 500

/** Opens a page of the shop; `use` gets it when it is alive and its engine is ready. */
export async function withVisit(browser, url, { path, cookie }, use, { viewport, prepare } = {}) {
  const context = await browser.newContext({ viewport })
  try {
    if (cookie) {
      const [, name, value] = cookie.match(/(.*?)=(.*)/)
      await context.addCookies([{ name, value, url }])
    }
    const page = await context.newPage()
    page.setDefaultTimeout(120_000)
    await page.addInitScript(watch)
    await prepare?.(page)
    await page.goto(url + path)
    await page.waitForSelector('html[data-alive][data-catalog]', { state: 'attached' })
    return await use(page)
  } finally {
    await context.close()
  }
}

/** The scripts and WASM that a visit fetches. */
export async function files(browser, url, visit) {
  const responses = new Map()
  const prepare = (page) => page.on('response', (response) => {
    const url = new URL(response.url())
    if (/\.(js|wasm)$/.test(url.pathname) && !responses.has(url.href)) responses.set(url.href, response)
  })
  return withVisit(browser, url, visit, () => Promise.all([...responses.values()].map(file)), { prepare })
}

async function file(response) {
  const headers = response.headers()
  const { responseBodySize } = await response.request().sizes()
  return {
    length: responseBodySize,
    encoding: headers['content-encoding'],
    cache: headers['cache-control'] ?? '',
    body: (await response.body()).toString('latin1'),
  }
}

/** Milliseconds from the last byte of the scripts and WASM until the page is alive. */
export const untilAlive = (browser, url, visit) => withVisit(browser, url, visit, (page) => page.evaluate(() => {
  const needed = performance.getEntriesByType('resource')
    .filter(({ name, responseEnd }) => /\.(js|wasm)$/.test(new URL(name).pathname) && responseEnd <= window.aliveAt)
  if (needed.length === 0) throw new Error('the page came alive without a script')
  return window.aliveAt - Math.max(...needed.map(({ responseEnd }) => responseEnd))
}))

/** The longest task of hydration on a slow phone, in milliseconds; 0 where none took 50, the least that is reported. */
export const longestTask = (browser, url, visit) => withVisit(browser, url, visit, async (page) => {
  await page.waitForTimeout(AFTER_MS)
  return page.evaluate((after) => {
    const from = performance.getEntriesByName('first-contentful-paint')[0].startTime
    const within = ({ startTime, duration }) => startTime + duration > from && startTime < window.aliveAt + after
    return Math.max(0, ...window.longTasks.filter(within).map(({ duration }) => duration))
  }, AFTER_MS)
}, { viewport: PHONE, prepare: (page) => slowDown(page) })

/** The cumulative layout shift on a slow phone with a slow network. */
export const layoutShift = (browser, url, visit) => withVisit(browser, url, visit, async (page) => {
  await page.waitForTimeout(AFTER_MS)
  return page.evaluate(() => window.layoutShift())
}, { viewport: PHONE, prepare: (page) => slowDown(page, SLOW_3G) })

async function slowDown(page, network) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE })
  if (network) {
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', network)
  }
}

/** In the page: when it came alive, its long tasks, and its layout shifts. */
function watch() {
  new MutationObserver((_, observer) => {
    if (!document.documentElement?.hasAttribute('data-alive')) return
    window.aliveAt = performance.now()
    observer.disconnect()
  }).observe(document, { attributes: true, attributeFilter: ['data-alive'], subtree: true })
  window.longTasks = []
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
  const shifts = []
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true })
  // The largest sum of shifts less than a second apart, within five (https://web.dev/articles/cls).
  window.layoutShift = () => {
    let [largest, sum, first, last] = [0, 0, -Infinity, -Infinity]
    for (const { startTime, value } of shifts.filter((shift) => !shift.hadRecentInput)) {
      if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime]
      sum += value
      last = startTime
      largest = Math.max(largest, sum)
    }
    return largest
  }
}
