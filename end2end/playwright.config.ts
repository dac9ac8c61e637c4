// How the suite runs: which browser, which devices, what is kept of a failure.
import { existsSync } from 'node:fs';

import { defineConfig, type PlaywrightTestOptions } from '@playwright/test';

import type { ServerOptions } from './fixtures/test.ts';

/** The shell without windows costs half the time of the whole browser. */
const SYSTEM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Debian's Chromium before others; Playwright's own where there is none. */
function chromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && !existsSync(chosen)) {
    throw new Error(`CHROMIUM_PATH: there is no ${chosen}`);
  }
  return chosen || SYSTEM.find((path) => existsSync(path));
}

type Device = Partial<PlaywrightTestOptions>;

const desktop: Device = { viewport: { width: 1440, height: 900 } };
const phone: Device = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A device with JavaScript on, and its twin with JavaScript off. */
function twins(name: string, device: Device) {
  const testIgnore = /\/once\//;
  return [
    { name, testIgnore, use: device },
    {
      name: `${name}-nojs`,
      testIgnore: [testIgnore, /\.hydrate\.spec\.ts$/],
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
    trace: 'retain-on-failure',
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
    ...twins('phone', phone),
  ],
});
