/**
 * What people do (tests/journeys), each twice on a phone of 360 px, script off and on, and once on a desktop; and
 * what every public page must be (tests/pages). The application is the real one, on a port and data of its own.
 */
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type PlaywrightTestConfig, type Project } from '@playwright/test';
import { findChromium } from './src/platform/pdf/chromium.server.ts';

// The workers read this file again: what was chosen at random has to reach them.
process.env.TEST_PORT ??= String(randomInt(20_000, 32_000));
/** Tests find the mails that were sent in the folder `mails` below it. */
process.env.TEST_DATA_DIR ??= join(tmpdir(), `caunoi-browser-${process.env.TEST_PORT}`);
/** `BASE_URL=http://localhost:3000 npx playwright test` uses a server that is running already. */
const own = process.env.BASE_URL === undefined;
const baseURL = process.env.BASE_URL ?? `http://localhost:${process.env.TEST_PORT}`;

const { executablePath, env, args } = await findChromium();

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 900 } };
const lighthouse = '**/lighthouse.spec.ts';

/** Every project comes from an address of its own, so that one does not use up another's allowance of posts. */
const project = (name: string, address: string, use: Project['use'], more: Partial<Project> = {}): Project => ({
  name,
  testDir: 'tests/journeys',
  use: { ...use, extraHTTPHeaders: { 'x-forwarded-for': address } },
  ...more,
});

const webServer: PlaywrightTestConfig['webServer'] = {
  command: `${JSON.stringify(process.execPath)} tests/fresh-server.ts`,
  url: `${baseURL}/readyz`,
  timeout: 180_000,
  stdout: 'pipe',
  gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  env: { PORT: process.env.TEST_PORT, DATA_DIR: process.env.TEST_DATA_DIR },
};

export default defineConfig({
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    baseURL,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, env, args },
  },
  projects: [
    // A test tagged @js needs script, one tagged @nojs is about its absence; all others must work both ways. One tagged
    // @desktop opens phones of its own beside the officers' screen.
    project('nojs-360', '192.0.2.10', { ...phone, javaScriptEnabled: false }, { grepInvert: /@js\b/ }),
    project('js-360', '192.0.2.20', phone, { grepInvert: /@nojs\b|@desktop\b/ }),
    project('js-desktop', '192.0.2.30', desktop, { grepInvert: /@nojs\b/ }),
    project('pages', '192.0.2.40', desktop, { testDir: 'tests/pages', testIgnore: lighthouse, fullyParallel: true }),
    // It measures: nothing else may run beside it.
    project('lighthouse', '192.0.2.50', desktop, { testDir: 'tests/pages', testMatch: lighthouse, workers: 1 }),
  ],
  ...(own ? { webServer } : {}),
});
