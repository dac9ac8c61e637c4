// Servers that are measured: started, waited for, stopped.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const START_MS = 30_000

/** Runs a server while `use` runs. Its output goes to the file `log`; it is ready when it answers at `ready`. */
export async function withServer({ program, args, cwd, env, log, ready }, use) {
  const output = openSync(log, 'w')
  const server = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', output, output] })
  closeSync(output)
  try {
    await answers(server, ready)
    return await use()
  } finally {
    await stop(server)
  }
}

async function answers(server, url) {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline && server.exitCode === null) {
    if (await fetch(url).then((response) => response.ok, () => false)) return
    await delay(20)
  }
  throw new Error(`the server did not become ready at ${url}`)
}

async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}
