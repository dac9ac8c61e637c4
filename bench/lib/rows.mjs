// Rows of the table: `{ what, measured, limit, ratio, ok }`; a row without a limit only informs.

const times = (ratio) => `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`

/** A measure that must not exceed its limit; the ratio is measured to limit. */
export function atMost(what, value, limit, write, ratio = `${times(value / limit)} limit`) {
  return { what, measured: write(value), limit: `≤ ${write(limit)}`, ratio, ok: value <= limit }
}

/** A measure that must reach its limit. */
export function atLeast(what, value, limit, write, ratio = `${times(value / limit)} limit`) {
  return { what, measured: write(value), limit: `≥ ${write(limit)}`, ratio, ok: value >= limit }
}

/** How many times longer the other took: must be at least `limit` times. */
export function slower(what, theirs, ours, limit, write) {
  const ratio = theirs / ours
  return { what, measured: write(theirs), limit: `≥ ${limit}× ours`, ratio: `${times(ratio)} ours`, ok: ratio >= limit }
}

export const note = (what, measured, ratio = '') => ({ what, measured, limit: '', ratio, ok: null })

/** Something that either holds or doesn't. */
export const holds = (what, ok, measured, limit) => ({ what, measured, limit, ratio: '', ok })

/** The table as text. */
export function table(rows) {
  const head = { what: 'what', measured: 'measured', limit: 'limit', ratio: 'ratio', ok: 'ok' }
  const lines = rows.map((row) => (row.section ? row : { ...row, ok: { true: 'yes', false: 'NO' }[row.ok] ?? '' }))
  const columns = Object.keys(head)
  const width = (column) => Math.max(...[head, ...lines].map((row) => row[column]?.length ?? 0))
  const widths = columns.map(width)
  const line = (row) => columns.map((column, i) => pad(row[column] ?? '', widths[i], i)).join('  ').trimEnd()
  const rule = widths.map((w) => '─'.repeat(w)).join('  ')
  return [line(head), rule, ...lines.map((row) => (row.section ? `\n${row.section}` : line(row)))].join('\n')
}

const pad = (text, width, column) => (column === 0 || column === 4 ? text.padEnd(width) : text.padStart(width))
