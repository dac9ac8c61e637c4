// Orama and MiniSearch over the judged catalogue. Each is tried with several settings that its documentation offers, and
// counts with the best of them.
import { create, insertMultiple, search } from '@orama/orama'
import MiniSearch from 'minisearch'

const FIELDS = ['title', 'tags', 'developer', 'summary', 'category', 'compatibility']
const BOOSTS = [{ title: 2 }, { title: 4, tags: 2 }, { title: 8, tags: 4, summary: 2 }]

const entries = (all) => all.map(({ entry }) => ({
  id: entry.slug, title: entry.title, summary: entry.summary, category: entry.category, tags: entry.tags,
  developer: entry.developer.name, compatibility: entry.compatibility, popularity: entry.popularity,
}))

const product = (...lists) => lists.reduce((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]])

/** `{ name, answers }` for each setting, one after the other. */
export async function* orama(all, queries) {
  const db = create({
    schema: {
      title: 'string', summary: 'string', tags: 'string[]', developer: 'string', category: 'string', compatibility: 'string[]',
    },
  })
  await insertMultiple(db, entries(all), 5000)
  for (const [boost, tolerance, threshold] of product(BOOSTS, [0, 1], [0, 0.5, 1])) {
    const run = ({ text }) => search(db, { term: text, properties: FIELDS, boost, tolerance, threshold, limit: 10 })
    const answers = queries.map((query) => run(query).hits.map(({ id }) => id))
    yield { name: JSON.stringify({ boost, tolerance, threshold }), answers }
  }
}

export function* miniSearch(all, queries) {
  const index = new MiniSearch({
    fields: FIELDS, storeFields: ['popularity'],
    extractField: (entry, name) => (Array.isArray(entry[name]) ? entry[name].join(' ') : entry[name]),
  })
  index.addAll(entries(all))
  const lengths = (term) => (term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0)
  const byPopularity = (_, __, { popularity }) => Math.log10(10 + popularity)
  for (const [boost, combineWith, prefix, fuzzy, boostDocument] of product(
    BOOSTS, ['OR', 'AND', 'AND, else OR'], [false, true], [false, 0.2, lengths], [undefined, byPopularity],
  )) {
    const options = { boost, prefix, fuzzy, ...(boostDocument && { boostDocument }) }
    const run = ({ text }) => {
      const found = index.search(text, { ...options, combineWith: combineWith === 'OR' ? 'OR' : 'AND' })
      const more = combineWith === 'AND, else OR' && found.length === 0
      return more ? index.search(text, { ...options, combineWith: 'OR' }) : found
    }
    const answers = queries.map((query) => run(query).slice(0, 10).map(({ id }) => id))
    const name = JSON.stringify({ boost, combineWith, prefix, fuzzy: fuzzy === lengths ? 'by length' : fuzzy, popularity: Boolean(boostDocument) })
    yield { name, answers }
  }
}
