// What a search finds: 200 judged queries over 5,000 real packages, beside Orama and MiniSearch.
import { mkdir, writeFile } from 'node:fs/promises'
import { file, judged, ndcg, packages } from '../lib/judge.mjs'
import { miniSearch, orama } from '../lib/judged-peers.mjs'
import { native, out } from '../lib/paths.mjs'
import { holds, note } from '../lib/rows.mjs'
import { run, say } from '../lib/run.mjs'

export const title = 'Search: nDCG@10 of 200 judged queries over real packages'

export async function measure() {
  const found = await packages().catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (!found) return [note(`not measured: ${file} is missing; JUDGED_CATALOG names another`, '')]
  const queries = judged(found.all)
  const dir = `${out}/judged`
  await mkdir(dir, { recursive: true })
  await writeFile(`${dir}/catalog.jsonl`, found.text)
  await writeFile(`${dir}/queries.json`, JSON.stringify(queries.map(({ text }) => text)))
  const answers = JSON.parse(await run(native, ['judged', `${dir}/catalog.jsonl`, `${dir}/queries.json`]))
  const ours = scores(queries, answers)
  const peers = [
    ['Orama', await best(queries, orama(found.all, queries))],
    ['MiniSearch', await best(queries, miniSearch(found.all, queries))],
  ]
  // Where a query is answered worse than by a peer, or badly: what to look at next.
  const rows = queries.map(({ kind, text }, i) => ({ kind, text, ours: ours[i], ...Object.fromEntries(peers.map(([name, peer]) => [name, peer.scores[i]])) }))
  await writeFile(`${dir}/scores.json`, JSON.stringify(rows, null, 1))
  return [
    note(`catalog: ${kinds(queries, ours)}`, mean(ours).toFixed(3)),
    ...peers.flatMap(([name, peer]) => [
      note(`${name}, best of ${peer.tried} settings: ${kinds(queries, peer.scores)}`, mean(peer.scores).toFixed(3)),
      holds(`the catalogue is ahead of ${name}`, mean(ours) > mean(peer.scores), `${(mean(ours) - mean(peer.scores)).toFixed(3)} more`, 'more'),
    ]),
  ]
}

const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length
const scores = (queries, answers) => queries.map(({ grades }, i) => ndcg(answers[i], grades))

async function best(queries, settings) {
  let best = { mean: -1 }
  let tried = 0
  for await (const { name, answers } of settings) {
    const found = scores(queries, answers)
    tried += 1
    if (mean(found) > best.mean) best = { mean: mean(found), scores: found, name }
  }
  say(`best of ${tried}: ${best.name}`)
  return { ...best, tried }
}

/** The mean of each kind of query. */
function kinds(queries, list) {
  const names = [...new Set(queries.map(({ kind }) => kind))]
  const of = (kind) => mean(list.filter((_, i) => queries[i].kind === kind))
  return names.map((kind) => `${kind} ${of(kind).toFixed(2)}`).join(', ')
}
