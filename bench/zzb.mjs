import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { withFolder, mintreu } from './lib/app.mjs'
import { launch } from './lib/browser.mjs'
import * as paths from './lib/paths.mjs'
import { freePort } from './lib/run.mjs'
await withFolder(async (folder, database) => {
  const file = `${folder}/c.jsonl`
  await mintreu(database, 'generate', '--products', '100000', '--out', file)
  const t = Date.now(); console.log(await mintreu(database, 'import', file), (Date.now() - t) / 1000, 's')
  const address = `127.0.0.1:${await freePort()}`
  const server = spawn(paths.mintreu, ['serve'], { cwd: folder, env: { ...process.env, DATABASE_URL: database, LEPTOS_SITE_ADDR: address, LEPTOS_SITE_ROOT: `${paths.root}target/site` }, stdio: 'ignore' })
  const url = `http://${address}`
  for (;;) { if (await fetch(url + '/readyz').then((r) => r.ok, () => false)) break; await new Promise((r) => setTimeout(r, 50)) }
  const browser = await launch()
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const errors = []; page.on('pageerror', (e) => errors.push(String(e))); page.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
    await page.goto(url + '/products')
    const count = async () => (await page.getByRole('region', { name: 'Results' }).getByRole('status').textContent()).trim()
    console.log('js', javaScriptEnabled, await count())
    await page.locator('#filters a').nth(1).click(); await page.waitForURL(/\?/)
    console.log(' filtered', page.url().replace(url, ''), await count())
    await page.locator('#filters a:not([aria-current])').nth(12).click(); await page.waitForTimeout(500)
    console.log(' filtered', page.url().replace(url, ''), await count())
    await page.goto(url + '/products')
    const title = await page.locator('.card h3').nth(3).textContent()
    const box = page.getByRole('combobox', { name: /search/i }).or(page.getByRole('searchbox')).first()
    await box.fill(title); const t0 = Date.now(); await box.press('Enter'); await page.waitForURL(/q=/)
    console.log(' searched', JSON.stringify(title), await count(), 'first:', await page.locator('.card h3').first().textContent(), Date.now() - t0, 'ms')
    await page.goto(url + '/products?page=999999'); console.log(' last page', await count())
    await page.locator('.card h3 a').first().click(); await page.waitForURL(/\/products\/[^?]+$/)
    console.log(' product', await page.title(), 'errors', errors.length, errors[0] ?? '')
    await context.close()
  }
  await browser.close()
  const ended = once(server, 'exit'); server.kill('SIGTERM'); await ended
})
