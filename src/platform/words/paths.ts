import { languages, type Language } from './translate.ts';

/** Canonical prefix (English, the folder below `routes/`) → Vietnamese prefix. */
export type PathTable = Readonly<Record<string, string>>;

let toVietnamese: [string, string][] = [];
let toCanonical: [string, string][] = [];

/** Called once with the table of public addresses; longer prefixes win. */
export function registerPaths(table: PathTable): void {
  const longestFirst = (a: [string, string], b: [string, string]) => b[0].length - a[0].length;
  toVietnamese = Object.entries(table).sort(longestFirst);
  toCanonical = Object.entries(table)
    .map(([canonical, vietnamese]): [string, string] => [vietnamese, canonical])
    .sort(longestFirst);
}

function swap(path: string, table: [string, string][]): string {
  for (const [from, to] of table) {
    if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length);
  }
  return path;
}

/** `/ideas/12?x=1` → `/hien-ke/12?x=1`, `/en/ideas/12?x=1`, `/km/ideas/12?x=1`. */
export function localPath(language: Language, canonical: string): string {
  const at = canonical.search(/[?#]/);
  const path = at < 0 ? canonical : canonical.slice(0, at);
  const rest = at < 0 ? '' : canonical.slice(at);
  if (language === 'vi') return swap(path, toVietnamese) + rest;
  return (path === '/' ? `/${language}` : `/${language}${path}`) + rest;
}

/** The language and the canonical path behind an address that a person sees. */
export function parsePath(pathname: string): { language: Language; canonical: string } {
  for (const language of languages) {
    if (language === 'vi') continue;
    if (pathname === `/${language}`) return { language, canonical: '/' };
    if (pathname.startsWith(`/${language}/`)) return { language, canonical: pathname.slice(language.length + 1) };
  }
  return { language: 'vi', canonical: swap(pathname, toCanonical) };
}
