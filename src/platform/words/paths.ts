import { languages, type Language } from './translate.ts';

/**
 * Canonical prefix (English, the folder below `routes/`) → Vietnamese prefix. `[id]` stands for a part of the address
 * that stays as it is: `/desk/organisation/[id]/roles` → `/quan-tri/to-chuc/[id]/vai-tro`.
 */
export type PathTable = Readonly<Record<string, string>>;

type Swap = { from: string; to: string; pattern: RegExp | undefined };
let toVietnamese: Swap[] = [];
let toCanonical: Swap[] = [];

/** Called once with the table of public addresses; longer prefixes win. */
export function registerPaths(table: PathTable): void {
  const longestFirst = (a: Swap, b: Swap) => b.from.length - a.from.length;
  const swaps = Object.entries(table).map(([canonical, vietnamese]) => [swapOf(canonical, vietnamese), swapOf(vietnamese, canonical)] as const);
  toVietnamese = swaps.map(([there]) => there).sort(longestFirst);
  toCanonical = swaps.map(([, back]) => back).sort(longestFirst);
}

const ID = '[id]';
const swapOf = (from: string, to: string): Swap => ({
  from,
  to,
  pattern: from.includes(ID) ? new RegExp(`^${from.split(ID).map(RegExp.escape).join('([^/]+)')}(?=/|$)`) : undefined,
});

function swap(path: string, table: readonly Swap[]): string {
  for (const { from, to, pattern } of table) {
    if (!pattern && (path === from || path.startsWith(`${from}/`))) return to + path.slice(from.length);
    const match = pattern?.exec(path);
    if (!match) continue;
    let part = 0;
    return to.replaceAll(ID, () => match[(part += 1)] ?? '') + path.slice(match[0].length);
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
