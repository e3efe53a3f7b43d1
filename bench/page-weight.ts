/**
 * What a phone downloads to see a page for the first time, and how long the main thing on it takes to appear, in a
 * real browser with an empty cache.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { withApplication } from './application.ts';
import { median, rounded, type Figure, type Scenario } from './figures.ts';
import { fillIdeas } from './ideas.ts';
import { findChromium } from '#platform/pdf/chromium.server.ts';

const IDEAS = 300;
const LOADS = 3;
const BUDGET_KB = 120;
const SCRIPT_KB = 5;
const BAR_LCP_SECONDS = 1.5;
/** WebPageTest's "3G Slow": 400 kbit/s, 400 ms for each request; the processor four times slower, as Lighthouse's phone. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWDOWN = 4;

export const pageWeight: Scenario = {
  name: 'page-weight',
  what: 'bytes of the first view; time to the largest content on slow 3G with a processor four times slower',
  run: () =>
    withApplication({}, async ({ db, port }) => {
      const { last } = await fillIdeas(db, IDEAS);
      const pages = { home: '/', list: '/hien-ke', idea: `/hien-ke/${last}`, form: '/hien-ke/gui' };
      const browser = await launch();
      try {
        const figures: Figure[] = [];
        for (const [name, path] of Object.entries(pages)) {
          figures.push(...(await look(browser, name, `http://localhost:${port}${path}`)));
        }
        return figures;
      } finally {
        await browser.close();
      }
    }),
};

async function launch(): Promise<Browser> {
  const { executablePath, env, args } = await findChromium();
  return chromium.launch({ executablePath, env, args });
}

async function look(browser: Browser, name: string, url: string): Promise<Figure[]> {
  const views: View[] = [];
  for (let load = 0; load < LOADS; load += 1) views.push(await firstView(browser, url));
  const [view] = views as [View];
  const parts = (['document', 'stylesheet', 'font', 'script'] as const).map((kind) => `${kind} ${kb(view.bytes[kind])}`);
  const seconds = views.map((one) => one.lcpMs / 1_000);
  const told = seconds.map((one) => one.toFixed(2)).join(', ');
  return [
    {
      what: `${name}: HTML, CSS, fonts and script`,
      value: kb(Object.values(view.bytes).reduce((sum, size) => sum + size, 0)),
      unit: 'KB',
      bar: { atMost: BUDGET_KB },
      note: `${parts.join(', ')}; pictures and the rest ${kb(view.others)}`,
    },
    { what: `${name}: script`, value: kb(view.bytes.script), unit: 'KB', bar: { atMost: SCRIPT_KB } },
    {
      what: `${name}: largest content`,
      value: rounded(median(seconds)),
      unit: 's',
      bar: { atMost: BAR_LCP_SECONDS },
      note: `400 kbit/s, 400 ms a request, CPU ÷ ${SLOWDOWN}; ${told} s`,
    },
  ];
}

const kb = (bytes: number): number => rounded(bytes / 1_024, 1);

type Kind = 'document' | 'stylesheet' | 'font' | 'script';
type View = { bytes: Record<Kind, number>; others: number; lcpMs: number };

async function firstView(browser: Browser, url: string): Promise<View> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const weighed = await weigh(session);
    await session.send('Network.emulateNetworkConditions', SLOW_3G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
    await page.evaluate('document.fonts.ready');
    const lcpMs = await largestPaint(page);
    // What is fetched after the load event belongs to the first view too.
    await pause(500);
    return { ...weighed(), lcpMs };
  } finally {
    await context.close();
  }
}

/** Counts what travels, headers included. */
async function weigh(session: CDPSession): Promise<() => Omit<View, 'lcpMs'>> {
  const bytes: Record<Kind, number> = { document: 0, stylesheet: 0, font: 0, script: 0 };
  let others = 0;
  const kinds = new Map<string, string>();
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type.toLowerCase()));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? '';
    if (kind in bytes) bytes[kind as Kind] += encodedDataLength;
    else others += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => ({ bytes, others });
}

/** Asked by the browser's debugger, which the page's Content-Security-Policy does not bind. */
const largestPaint = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true });
  })`);
