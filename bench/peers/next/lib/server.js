// The catalogue on the server, read once from the file that CATALOG_JSON names.
import { readFile } from 'node:fs/promises'
import { createCatalog } from './catalog'

let reading
let creating

/** The most popular first: without words to search for, this is the order of results. */
export function products() {
  reading ??= readFile(process.env.CATALOG_JSON, 'utf8').then((text) =>
    JSON.parse(text).sort((a, b) => b.popularity - a.popularity || (a.id < b.id ? -1 : 1)))
  return reading
}

export function catalog() {
  creating ??= products().then(createCatalog)
  return creating
}
