import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium, missingLibraries } from './chromium.server.ts';

afterEach(() => vi.unstubAllEnvs());

const font = (file: string): string =>
  `url(data:font/woff2;base64,${readFileSync(`node_modules/@fontsource/${file}`).toString('base64')})`;

const page = `<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: V; src: ${font('be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2')} }
@font-face { font-family: K; src: ${font('noto-sans-khmer/files/noto-sans-khmer-khmer-400-normal.woff2')} }
</style><p style="font-family: V">Ướ ệ ự</p><p style="font-family: K">ខេត្ត</p>`;

describe('findChromium', () => {
  it('finds a browser that draws Vietnamese and Khmer and survives a page that closes', async () => {
    const { executablePath, env, args } = await findChromium();
    const browser = await chromium.launch({ executablePath, env, args });
    try {
      const first = await browser.newPage();
      await first.close();
      const second = await browser.newPage();
      await second.setContent(page);
      const loaded = await second.evaluate<string[]>(
        `document.fonts.ready.then(() => [...document.fonts].map((face) => face.family + ' ' + face.status))`,
      );
      expect(loaded).toEqual(['V loaded', 'K loaded']);
      expect((await second.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    } finally {
      await browser.close();
    }
  });

  it('says what to do when CHROMIUM_PATH leads nowhere', async () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
    await expect(findChromium()).rejects.toThrow(/CHROMIUM_PATH is \/nowhere\/chromium.* unset it/);
  });

  it('prefers CHROMIUM_PATH', async () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect((await findChromium()).executablePath).toBe(process.execPath);
  });

  it('knows which libraries a program lacks', () => {
    expect(missingLibraries(process.execPath)).toEqual([]);
    expect(missingLibraries('package.json')).toBeUndefined();
  });
});
