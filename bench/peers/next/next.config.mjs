import { fileURLToPath } from 'node:url'

/** The shop's own style sheets are imported: they lie outside of this folder. */
const root = fileURLToPath(new URL('../../..', import.meta.url))

export default {
  turbopack: { root },
  outputFileTracingRoot: root,
  poweredByHeader: false,
}
