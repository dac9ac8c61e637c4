// Facets. Within, their values are small numbers in flat arrays: counting them looks no text up.
import { label } from './format'

export const FACETS = ['category', 'compatibility', 'tag', 'developer']

/** How many values are listed. */
const LIMITS = { category: 12, compatibility: 12, tag: 10, developer: 10 }

const VALUES = {
  category: (entry) => [entry.category],
  compatibility: (entry) => entry.compatibility,
  tag: (entry) => entry.tags,
  developer: (entry) => [entry.developer],
}

/** The values of product `i` are those whose numbers stand from `starts[i]` to before `starts[i + 1]`. */
function createFacet(name, entries) {
  const lists = entries.map(VALUES[name])
  const values = [...new Set(lists.flat())].sort()
  const numbers = new Map(values.map((value, number) => [value, number]))
  const starts = new Uint32Array(entries.length + 1)
  lists.forEach((list, i) => { starts[i + 1] = starts[i] + list.length })
  return { name, values, numbers, starts, flat: Uint32Array.from(lists.flat(), (value) => numbers.get(value)) }
}

export const createFacets = (entries) => FACETS.map((name) => createFacet(name, entries))

/** A test whether a product has any of the values. */
export function hasAny({ values, numbers, starts, flat }, selected) {
  const wanted = new Uint8Array(values.length)
  for (const value of selected) if (numbers.has(value)) wanted[numbers.get(value)] = 1
  return (i) => {
    for (let at = starts[i]; at < starts[i + 1]; at += 1) if (wanted[flat[at]]) return true
    return false
  }
}

/** The values that are worth showing, the most frequent among `products` first; selected ones always. */
export function listFacet({ name, values, numbers, starts, flat }, products, selected, labels) {
  const counts = new Uint32Array(values.length)
  for (const i of products) {
    for (let at = starts[i]; at < starts[i + 1]; at += 1) counts[flat[at]] += 1
  }
  const byCount = (a, b) => counts[b] - counts[a] || a - b
  const counted = [...values.keys()].filter((number) => counts[number] > 0).sort(byCount)
  const chosen = selected.filter((value) => numbers.has(value)).map((value) => numbers.get(value))
  const listed = [...new Set([...counted.slice(0, LIMITS[name]), ...chosen])].sort(byCount)
  return {
    values: listed.map((number) => {
      const value = values[number]
      const text = (name === 'developer' && labels.get(value)) || label(value)
      return { value, label: text, count: counts[number], selected: selected.includes(value) }
    }),
    more: counted.length - listed.filter((number) => counts[number] > 0).length,
  }
}
