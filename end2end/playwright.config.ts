// How the suite runs: which browser, which devices, what is kept of a failure.
import { existsSync } from 'node:fs';

import { defineConfig, type PlaywrightTestOptions } from '@playwright/test';

import type { ServerOptions } from './fixtures/test.ts';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The system's browser; Playwright's own where there is none. */
function chromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH || SYSTEM.find((path) => existsSync(path));
  if (!chosen) {
    return undefined;
  }
  if (!existsSync(chosen)) {
    throw new Error(`CHROMIUM_PATH: there is no ${chosen}`);
  }
  // Debian puts the shell without windows beside the whole browser: the suite takes a quarter less time in it.
  const shell = `${chosen}-headless-shell`;
  return existsSync(shell) ? shell : chosen;
}

type Device = Partial<PlaywrightTestOptions>;

const desktop: Device = { viewport: { width: 1440, height: 900 } };
const phone: Device = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What a document says of itself in `<head>` is the same on every device. */
const HEAD = /\/head\.[\w.]*spec\.ts$/;

/** A device with JavaScript on, and its twin with JavaScript off. */
function twins(name: string, device: Device, ...ignored: RegExp[]) {
  const testIgnore = [/\/once\//, ...ignored];
  return [
    { name, testIgnore, use: device },
    {
      name: `${name}-nojs`,
      testIgnore: [...testIgnore, /\.hydrate\.spec\.ts$/],
      use: { ...device, javaScriptEnabled: false },
    },
  ];
}

export default defineConfig<ServerOptions>({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './fixtures/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  // A debug build on a busy machine: patience costs nothing where all is well.
  expect: { timeout: 15_000 },
  // One more try in CI; Playwright reports what needed it as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    // What an audit sees must not depend on how far a colour has faded.
    contextOptions: { reducedMotion: 'reduce' },
    // Snapshots of the document after every step would make the suite take almost half as long again, for the few that
    // fail: `--trace on` takes them.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium(),
      // Root cannot have Chromium's sandbox, and the suite opens nothing but its own server.
      chromiumSandbox: false,
      args: ['--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    },
  },
  projects: [
    // What depends on no device: answers to programs and crawlers, and this suite's own guards.
    { name: 'once', testMatch: /\/once\/.*\.spec\.ts$/ },
    ...twins('desktop', desktop),
    ...twins('phone', phone, HEAD),
  ],
});
