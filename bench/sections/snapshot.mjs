// The snapshot of 10,000 products: what is sent, and how soon it answers in the browser. CATALOG names one more
// catalogue file to measure.
import { mkdir, writeFile } from 'node:fs/promises'
import { snapshot, withApp } from '../lib/app.mjs'
import { withPage } from '../lib/browser.mjs'
import { out } from '../lib/paths.mjs'
import { atMost, note } from '../lib/rows.mjs'
import { kb, median, ms } from '../lib/stats.mjs'

export const title = 'Snapshot of 10,000 products'
const RUNS = 9

export async function measure() {
  const rows = await of('generated', ['generate', '--products', '10000'])
  const file = process.env.CATALOG
  return file ? [...rows, ...await of(file.split('/').at(-1), ['import', file])] : rows
}

async function of(name, fill) {
  const { sent, bytes } = await withApp(fill, snapshot)
  await mkdir(`${out}/snapshot`, { recursive: true })
  await writeFile(`${out}/snapshot/catalogue.bin`, bytes)
  const times = []
  for (let i = 0; i < RUNS; i += 1) {
    times.push(await withPage((page) => page.evaluate(() => window.ready('/target/snapshot/catalogue.bin'))))
  }
  return [
    note(`${name}: raw`, kb(bytes.length)),
    atMost(`${name}: as sent (brotli)`, sent, 1_000_000, kb),
    atMost(`${name}: bytes to ready, Chromium`, median(times), 50, ms),
  ]
}
