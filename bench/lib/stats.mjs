// Medians, percentiles, and how numbers are written.

/** The value below which the share `p` of `values` lies. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]
}

export const median = (values) => percentile(values, 0.5)

/** Of a list of runs, each with the time of every query: the percentile over queries of each one's median. */
export const ofQueries = (runs, p) => percentile(runs[0].map((_, i) => median(runs.map((run) => run[i]))), p)

/** Three significant digits at most, thousands apart. */
export function number(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

export const ms = (value) => `${number(value)} ms`
export const seconds = (value) => `${number(value / 1000)} s`
export const kb = (bytes) => `${number(bytes / 1000)} KB`
export const perSecond = (value) => `${number(value)} /s`
