// The results page in Next.js (bench/peers/next), built and served on a port of its own.
import { products, next } from './paths.mjs'
import { withFolder } from './app.mjs'
import { freePort } from './run.mjs'
import { withServer } from './serve.mjs'

/** Serves it with the 10,000 products of `bench data`; `use` gets its URL. */
export const withNext = (use) => withFolder(async (folder) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = {
    program: process.execPath,
    args: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', String(port)],
    cwd: next,
    env: { CATALOG_JSON: `${products}/entries.json`, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    log: `${folder}/log`,
    ready: `${url}/products`,
  }
  return withServer(server, () => use(url))
})
