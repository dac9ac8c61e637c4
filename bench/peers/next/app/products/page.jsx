import { answer } from '../../lib/catalog'
import { parseQuery } from '../../lib/query'
import { catalog } from '../../lib/server'
import { Results } from './results'

export default async function ProductsPage({ searchParams }) {
  const pairs = Object.entries(await searchParams).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value]))
  const query = parseQuery(new URLSearchParams(pairs))
  return <Results served={answer(await catalog(), query)} />
}
