// Chromium, headless, through playwright-core; and the isolated page of bench/page.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { chromium } from 'playwright-core'
import * as paths from './paths.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' }
const FOLDERS = { page: `${paths.bench}page`, npm: `${paths.bench}node_modules`, target: paths.out }

export function launch(args = []) {
  return chromium.launch({
    executablePath: paths.chromium,
    args: ['--no-sandbox', '--disable-background-networking', ...args],
  })
}

/** Opens bench/page with a clock of 5 µs; `use` gets the page. */
export async function withPage(use) {
  const server = createServer(serve).listen(0, '127.0.0.1')
  const browser = await launch(['--js-flags=--max-old-space-size=4096'])
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(600_000)
    await page.goto(`http://127.0.0.1:${server.address().port}/page/index.html`)
    await page.waitForFunction(() => window.engines)
    return await use(page)
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
}

async function serve(request, response) {
  const [, folder, ...rest] = new URL(request.url, 'http://localhost').pathname.split('/')
  const body = FOLDERS[folder] && await readFile(`${FOLDERS[folder]}/${rest.join('/')}`).catch(() => null)
  if (!body) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(request.url)] ?? 'application/octet-stream',
    // Isolation is what makes performance.now() fine enough.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  })
  response.end(body)
}
