// Runs the sections that are named, all by default, and prints one table.
//   node bench/run.mjs [--check] [SECTION…]
import { say } from './lib/run.mjs'
import { holds, table } from './lib/rows.mjs'

const ALL = ['engine', 'browser', 'judged', 'click', 'snapshot', 'server', 'bundle', 'lighthouse', 'import', 'cart', 'checkout']

const args = process.argv.slice(2)
const named = args.filter((arg) => arg !== '--check')
const rows = []
for (const name of named.length > 0 ? named : ALL) {
  const section = await import(`./sections/${name}.mjs`)
  say(section.title)
  rows.push({ section: section.title }, ...await measured(section))
}
console.log(`\n${table(rows)}`)
const limits = rows.filter((row) => typeof row.ok === 'boolean')
const missed = limits.filter((row) => !row.ok).length
if (missed > 0) console.log(`\n${missed} of ${limits.length} limits missed`)
if (missed > 0 && args.includes('--check')) process.exitCode = 1

/** A section that cannot be measured counts as missed; the others are measured all the same. */
async function measured(section) {
  try {
    return await section.measure()
  } catch (error) {
    process.stderr.write(`${error.stack}\n`)
    return [holds('could not be measured', false, 'failed', '')]
  }
}
