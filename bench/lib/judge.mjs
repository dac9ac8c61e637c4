// The judged queries: drawn by a seeded generator from a catalogue of real packages, with what should come first. The
// rules read names and summaries only; they know of no engine:
//   name      a package's name as it is: that package first, then those whose names have all of its parts
//   spelling  the name in other words: with spaces, as one word, in capitals, with a slip
//   parts     one or two parts of names: the packages whose names have them, the most popular first, then those whose
//             summaries have them
//   purpose   two or three telling words of a summary, or a sentence with them: that package first, then all that have
//             the words in name and summary, then those that have them in another form
import { gunzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { root } from './paths.mjs'

/** The file of packages; it is no part of the project. */
export const file = process.env.JUDGED_CATALOG || `${root}../shared/data/catalog-5000.jsonl.gz`

const COUNTS = { name: 50, spelling: 40, parts: 50, purpose: 60 }
const STOP = new Set(('a an and any are as at be by can do for from has how if in into is it its like more not of on or other so '
  + 'than that the their them then this to up use used uses using via was when where which with within without you your').split(' '))

export async function packages() {
  const bytes = await readFile(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return { text, all: text.trim().split('\n').map((line) => read(JSON.parse(line))) }
}

const words = (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []
/** A word without its ending: `parsers` and `parsing` are `pars`. */
const stem = (word) => word.replace(/(ing|ers|er|ed|es|s|e)$/, (ending) => (word.length - ending.length > 3 ? '' : ending))

function read(entry) {
  const name = words(entry.title)
  const text = new Set([...name, ...words(entry.summary)])
  return { entry, slug: entry.slug, name, names: new Set(name), text, stems: new Set([...text].map(stem)), popularity: entry.popularity }
}

/** `{ kind, text, grades: Map<slug, 1|2|3> }` for each query. */
export function judged(all) {
  const random = generator(20_260_131)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const popular = [...all].sort((a, b) => b.popularity - a.popularity)
  const queries = []
  const seen = new Set()
  const add = (kind, text, grades) => {
    if (!seen.has(text) && grades.size > 0) {
      seen.add(text)
      queries.push({ kind, text, grades })
    }
  }
  const fill = (kind, draw) => {
    const end = queries.length + COUNTS[kind]
    while (queries.length < end) draw(queries.length)
  }

  fill('name', () => {
    const one = pick(all)
    add('name', one.entry.title, byName(all, one))
  })
  const several = all.filter(({ name }) => name.length === 2 || name.length === 3)
  fill('spelling', (at) => {
    const one = pick(several)
    const forms = [
      one.name.join(' '), one.name.join(''), one.name.join(' ').toUpperCase(), slip(one.name, random),
    ]
    add('spelling', forms[at % forms.length], byName(all, one))
  })
  const shared = count(all.flatMap(({ name }) => [...new Set(name)]), 5, 250).filter((part) => part.length > 2 && !STOP.has(part))
  const pairs = count(all.flatMap(({ name }) => name.slice(1).map((part, i) => `${name[i]} ${part}`)), 3, 60)
  fill('parts', (at) => {
    const text = at % 5 < 3 ? pick(shared) : pick(pairs)
    add('parts', text, byParts(popular, text.split(' ')))
  })
  const described = all.filter((one) => telling(one).length >= 4)
  fill('purpose', (at) => {
    const one = pick(described)
    const from = Math.floor(random() * (telling(one).length - 2))
    const chosen = telling(one).slice(from, from + (at % 2 ? 2 : 3))
    const text = [chosen.join(' '), `${chosen[0]} for ${chosen.slice(1).join(' ')}`, `how to ${chosen.join(' ')}`][at % 3]
    add('purpose', text, byPurpose(all, one, chosen))
  })
  return queries
}

const telling = (one) => words(one.entry.summary).filter((word) => word.length > 2 && !STOP.has(word))
const has = (set, parts) => parts.every((part) => set.has(part))

function byName(all, one) {
  const same = one.name.join(' ')
  const grades = new Map()
  for (const other of all) {
    if (other.name.join(' ') === same) grades.set(other.slug, 3)
    else if (has(other.names, one.name)) grades.set(other.slug, 1)
  }
  return grades
}

function byParts(popular, parts) {
  const grades = new Map()
  let named = 0
  for (const other of popular) {
    if (has(other.names, parts)) {
      const whole = other.names.size === parts.length
      grades.set(other.slug, whole || named < 5 ? 3 : 2)
      named += 1
    } else if (has(other.text, parts)) grades.set(other.slug, 1)
  }
  return grades
}

function byPurpose(all, one, chosen) {
  const grades = new Map()
  const stems = chosen.map(stem)
  for (const other of all) {
    if (other === one) grades.set(other.slug, 3)
    else if (has(other.text, chosen)) grades.set(other.slug, 2)
    else if (has(other.stems, stems)) grades.set(other.slug, 1)
  }
  return grades
}

/** The name with one slip in its longest part: a letter left out, doubled, or swapped with the next. */
function slip(name, random) {
  const longest = name.reduce((a, b) => (b.length > a.length ? b : a))
  const at = 1 + Math.floor(random() * Math.max(1, longest.length - 2))
  const [before, letter, after] = [longest.slice(0, at), longest[at] ?? '', longest.slice(at + 1)]
  const forms = [before + after, before + letter + letter + after, before + after.slice(0, 1) + letter + after.slice(1)]
  const wrong = longest.length < 5 ? longest : forms[Math.floor(random() * forms.length)]
  return name.map((part) => (part === longest ? wrong : part)).join(' ')
}

/** What is there at least and at most so often, in alphabetical order. */
function count(list, least, most) {
  const counts = new Map()
  for (const item of list) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].filter(([, n]) => n >= least && n <= most).map(([item]) => item).sort()
}

/** Mulberry32. */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Discounted gain of the first ten slugs over that of the best order. */
export function ndcg(slugs, grades) {
  const gain = (grade, i) => (2 ** grade - 1) / Math.log2(i + 2)
  const sum = (list) => list.slice(0, 10).reduce((total, grade, i) => total + gain(grade, i), 0)
  return sum(slugs.map((slug) => grades.get(slug) ?? 0)) / sum([...grades.values()].sort((a, b) => b - a))
}
