/** `npm run screenshots`: pictures of the main pages of a running server (`BASE_URL`) into docs/screenshots. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { SAMPLE_PASSWORD } from '#modules/people/index.server.ts';
import { findChromium } from '#platform/pdf/chromium.server.ts';

const BASE = process.env.BASE_URL ?? 'http://localhost:3000';
const FOLDER = process.env.SHOTS ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url));

type Shot = { name: string; path: string; width?: number; dark?: boolean; signIn?: string; whole?: boolean };

const shots: Shot[] = [
  { name: 'home', path: '/' },
  { name: 'home-360', path: '/', width: 360, whole: true },
  { name: 'home-dark', path: '/', dark: true },
  { name: 'home-km', path: '/km', width: 360, whole: true },
  { name: 'list', path: '/hien-ke' },
  { name: 'list-360', path: '/hien-ke', width: 360 },
  { name: 'idea', path: await firstAnswered() },
  { name: 'idea-360', path: await firstAnswered(), width: 360, whole: true },
  { name: 'form', path: '/hien-ke/gui' },
  { name: 'form-360', path: '/hien-ke/gui', width: 360, whole: true },
  { name: 'queue', path: '/quan-tri/hien-ke', signIn: 'canbo.tiepnhan' },
  { name: 'queue-360', path: '/quan-tri/hien-ke', signIn: 'canbo.tiepnhan', width: 360 },
  { name: 'answers', path: '/quan-tri/tra-loi', signIn: 'traloi.xaydung' },
  { name: 'board', path: '/hien-ke/qua-han' },
  { name: 'transparency', path: '/hien-ke/minh-bach', whole: true },
  { name: 'ledger', path: '/hien-ke/so-cai' },
  { name: 'campaign-360', path: '/hoc-tap/dot/2', signIn: 'dangvien.phuhoa', width: 360 },
  { name: 'rates', path: '/quan-tri/hoc-tap/2/ty-le', signIn: 'quantri' },
  { name: 'analysis', path: '/quan-tri/trac-nghiem/2/phan-tich', signIn: 'quantri' },
];

/** An idea with everything on it: answered, with milestones. */
async function firstAnswered(): Promise<string> {
  const html = await (await fetch(`${BASE}/hien-ke?state=adopted&sort=supported`)).text();
  return /href="(\/hien-ke\/\d+)"/.exec(html)?.[1] ?? '/hien-ke';
}

async function take(browser: Browser, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: shot.width ?? 1280, height: shot.width ? 740 : 860 },
    colorScheme: shot.dark ? 'dark' : 'light',
    locale: 'vi-VN',
    deviceScaleFactor: shot.width ? 2 : 1,
  });
  const page = await context.newPage();
  if (shot.signIn) {
    await page.goto(`${BASE}/dang-nhap?next=${encodeURIComponent(shot.path)}`);
    await page.locator('input[name=identifier]').fill(shot.signIn);
    await page.locator('input[name=password]').fill(SAMPLE_PASSWORD);
    await page.locator('main form button[type=submit]').first().click();
    await page.locator('input[name=code]').fill((await page.getByTestId('sample-code').textContent()) ?? '');
    await page.locator('main form button[type=submit]').first().click();
    await page.waitForLoadState();
  }
  await page.goto(BASE + shot.path);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${FOLDER}/${shot.name}.png`, fullPage: shot.whole ?? false });
  await context.close();
}

await mkdir(FOLDER, { recursive: true });
const { executablePath, env, args } = await findChromium();
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } as Record<string, string> });
const wanted = process.argv.slice(2);
for (const shot of shots) if (wanted.length === 0 || wanted.includes(shot.name)) await take(browser, shot);
await browser.close();
