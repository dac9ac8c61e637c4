// How things are written for people.
const WORDS = { api: 'API', apis: 'APIs', php: 'PHP', ui: 'UI', node: 'Node.js', wordpress: 'WordPress' }
const BILLING = { one_time: '', monthly: '/ month', yearly: '/ year' }

/** One formatter for all: making one is slow. */
const numbers = new Intl.NumberFormat('en-US')
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

export const grouped = (n) => numbers.format(n)
export const counted = (n, noun) => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`
export const money = (cents) => dollars.format(cents / 100)
export const wholeMoney = (cents) => money(cents).replace('.00', '')
export const billing = (name) => BILLING[name]
export const stars = (hundredths) => (hundredths / 100).toFixed(1)

/** The class that fills the stars by halves. */
export function starsClass(hundredths) {
  const halves = Math.min(10, Math.floor((hundredths + 25) / 50))
  return halves > 0 ? `rating s${halves}` : 'rating'
}

/** A slug as people read it: `rest-api` is `Rest API`. */
export function label(slug) {
  const capital = (word, i) => (i > 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))
  return slug.split('-').map((word, i) => WORDS[word] ?? capital(word, i)).join(' ')
}

export const initials = (title) =>
  title.split(/\s+/).map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? '').join('').slice(0, 2).toUpperCase()

/** One of twelve grounds, the same for a slug (FNV-1a). */
export function ground(slug) {
  let hash = 0x811c9dc5
  for (let i = 0; i < slug.length; i += 1) hash = Math.imul(hash ^ slug.charCodeAt(i), 0x01000193)
  return `cover cover-${(hash >>> 0) % 12}`
}
