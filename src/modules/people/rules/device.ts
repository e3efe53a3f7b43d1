import type { Instant } from '#platform/clock.ts';

/** Order matters: Edge and Opera also say that they are Chrome, and everything says that it is Mozilla. */
const browsers: readonly [RegExp, string][] = [
  [/Zalo/i, 'Zalo'],
  [/coc_coc_browser/i, 'Cốc Cốc'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/UCBrowser/, 'UC Browser'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
const nameIn = (list: readonly [RegExp, string][], text: string): string | undefined =>
  list.find(([pattern]) => pattern.test(text))?.[1];

/**
 * What a session says of where it was opened: family of browser and system, so that a person recognises their own
 * ("Firefox · Android"). Nothing that tells two phones of one kind apart. Null when neither is known.
 */
export function deviceLabel(userAgent: string | null): string | null {
  const text = (userAgent ?? '').slice(0, 500);
  return [nameIn(browsers, text), nameIn(systems, text)].filter(Boolean).join(' · ') || null;
}

/** Is it time to note that a session is in use? Once an hour is enough to tell a forgotten one. */
export const isStale = (usedAt: Instant | null, now: Instant): boolean =>
  usedAt === null || now.getTime() - usedAt.getTime() >= 3_600_000;
