import { createServer, type AddressInfo } from 'node:net';
import { chromium, expect, test as base } from '@playwright/test';
import lighthouse from 'lighthouse';
import { findChromium } from '#platform/pdf/chromium.server.ts';
import { addressOf, publicRoutes } from './public-pages.ts';

/** Mobile, Lighthouse's own simulated slow 4G and 4× slower processor; scores of 0 to 100. */
const least = { performance: 95, accessibility: 100, 'best-practices': 95, seo: 95 };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One browser for the whole file: Lighthouse talks to it through a debugging port. */
const test = base.extend<object, { debuggingPort: number }>({
  debuggingPort: [
    async ({}, use) => {
      const port = await freePort();
      const { executablePath, env, args } = await findChromium();
      const browser = await chromium.launch({ executablePath, env, args: [...args, `--remote-debugging-port=${port}`] });
      await use(port);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

type Audits = Record<string, { title: string; score: number | null; displayValue?: string }>;

/** What cost points, so that a failure says what to do. */
function lost(audits: Audits, ids: string[]): string {
  const bad = ids.map((id) => audits[id]).filter((audit) => audit?.score !== null && (audit?.score ?? 1) < 0.9);
  return bad.map((audit) => `  ${audit?.title} ${audit?.displayValue ?? ''}`).join('\n');
}

for (const route of publicRoutes) {
  test(`Lighthouse: ${route}`, async ({ page, debuggingPort, baseURL }) => {
    test.setTimeout(120_000);
    const url = new URL(await addressOf(page, route, 'vi'), baseURL).href;
    const options = { port: debuggingPort, onlyCategories: Object.keys(least), logLevel: 'error' } as const;
    const result = await lighthouse(url, { ...options, onlyCategories: [...options.onlyCategories] });
    expect(result?.lhr.runtimeError, url).toBeUndefined();
    for (const [name, minimum] of Object.entries(least)) {
      const category = result?.lhr.categories[name];
      const ids = category?.auditRefs.filter((ref) => ref.weight > 0).map((ref) => ref.id) ?? [];
      const score = Math.round((category?.score ?? 0) * 100);
      expect.soft(score, `${name} of ${url}\n${lost((result?.lhr.audits ?? {}) as Audits, ids)}`).toBeGreaterThanOrEqual(minimum);
    }
  });
}
