// From the list to a product and back.
import { openResults, ready } from './clicks.mjs'
import { painted, press } from './painted.mjs'

const CARD = '#results .card h3 a'
const LIST = 'All products'

/** Follows the link of another card each time and goes back; gives the milliseconds of each way. */
export async function productVisits(browser, url, count) {
  const page = await openResults(browser, url)
  const cards = page.locator(CARD)
  const onPage = await cards.count()
  const [there, back] = [[], []]
  for (let i = 0; i < count; i += 1) {
    const number = 1 + Math.floor(i / onPage)
    if (i > 0 && i % onPage === 0) {
      await page.goto(`${url}/products?page=${number}`)
      await ready(page)
    }
    const card = cards.nth(i % onPage)
    const title = await card.innerText()
    await press(page, card, 0)
    await shown(page, title)
    there.push(await painted(page))
    await page.evaluate(() => window.atRest())
    await goBack(page)
    await shown(page, LIST)
    back.push(await painted(page))
    await ready(page)
  }
  await page.close()
  return { there, back }
}

/** Afterwards, because the page may be another one by then. */
const goBack = (page) => page.evaluate(() => {
  setTimeout(() => {
    window.startNow()
    history.back()
  })
})

/** Looks now and then: each look takes time from the page. */
const shown = (page, title) => page.waitForFunction((text) => {
  const heading = document.querySelector('h1')
  return heading?.textContent.trim() === text && heading.checkVisibility()
}, title, { polling: 50 })
