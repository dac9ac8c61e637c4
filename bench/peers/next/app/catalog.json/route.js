import { products } from '../../lib/server'

/** Read when the server starts, not when it is built. */
export const dynamic = 'force-dynamic'

/** The whole catalogue, for the browser to answer queries itself. */
export async function GET() {
  return Response.json(await products(), { headers: { 'Cache-Control': 'public, max-age=3600' } })
}
