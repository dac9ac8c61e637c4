// From a click to its last painted change: what runs in the page, and how the mouse is used.

/** Opens pages at 1440 × 900 whose documents all know when their last change was painted. */
export async function openPage(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(watch)
  return page
}

/** Presses the mouse button over a link or button when the page is at rest, and lets it go after `held` ms. */
export async function press(page, target, held) {
  await target.scrollIntoViewIfNeeded()
  await target.hover()
  await page.evaluate(() => window.atRest())
  await page.mouse.down()
  if (held > 0) await page.waitForTimeout(held)
  await page.mouse.up()
}

/** Milliseconds from the last click, or call of `startNow`, until the last change of the page was painted. */
export const painted = (page) => page.evaluate(() => window.paintedSinceStart())

/**
 * In the page. All of `<body>` counts. A message sent from a frame's callback arrives after that frame was painted. The
 * start is kept in the window's name, for the next document: it may be what the click leads to.
 */
export function watch() {
  const QUIET_MS = 200
  const clock = (time) => performance.timeOrigin + time
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20))
  const afterPaint = (then) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = then
    requestAnimationFrame(() => port2.postMessage(null))
  }
  let start = Number(window.name)
  let changes = 0
  let before = 0
  let changedAt = 0
  let paintedAt = 0
  const begin = (time) => {
    start = clock(time)
    before = changes
    window.name = String(start)
  }
  new MutationObserver((records) => {
    if (!records.some(({ target }) => document.body?.contains(target))) return
    changes += 1
    changedAt = performance.now()
    paintedAt = Infinity
    const mine = changes
    afterPaint(() => { if (mine === changes) paintedAt = performance.now() })
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
  addEventListener('click', ({ timeStamp }) => begin(timeStamp), { capture: true })

  const busy = () => paintedAt === Infinity || performance.now() - changedAt < QUIET_MS
  window.startNow = () => begin(performance.now())
  window.atRest = async () => {
    while (busy() || document.getAnimations().length > 0) await pause()
  }
  window.paintedSinceStart = async () => {
    while (changes === before || busy()) await pause()
    return clock(paintedAt) - start
  }
}
