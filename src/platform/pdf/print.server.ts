/** Pages on paper: HTML of our own, printed by Chromium, which shapes Vietnamese and Khmer as every screen does. */
import { chromium } from 'playwright-core';
import { createBoundedQueue } from '../limits/bounded-queue.ts';
import type { Result } from '../result.ts';
import { findChromium } from './chromium.server.ts';

/** @returns the PDF of a whole HTML document; the paper is what its `@page` says, A4 by default */
export type Print = (html: string) => Promise<Buffer>;

/** A browser takes 150 MB: one at a time, and a few who wait. */
const queue = createBoundedQueue({ concurrency: 1, maxWaiting: 8, usualMs: 3_000 });
const ONE_PAGE_MS = 30_000;

/**
 * Opens a browser for one piece of work and closes it. What it prints has no script and reaches no network, not even
 * this server: a text that somebody typed stays a text. Refuses with `limits.busy` when too many wait.
 */
export function printing<T>(work: (print: Print) => Promise<T>): Promise<Result<T>> {
  return queue.run(async () => {
    const { executablePath, env, args } = await findChromium();
    const browser = await chromium.launch({ executablePath, env, args });
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, offline: true, locale: 'vi-VN' });
      await context.route('**/*', (route) => (route.request().url().startsWith('data:') ? route.continue() : route.abort()));
      const page = await context.newPage();
      page.setDefaultTimeout(ONE_PAGE_MS);
      return await work(async (html) => {
        await page.setContent(html, { waitUntil: 'load' });
        return page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true });
      });
    } finally {
      await browser.close();
    }
  });
}
