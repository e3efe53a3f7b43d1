/**
 * What works without network. A page is listed with an empty *shell*: the same page for everybody, which is fetched
 * without cookies and therefore names nobody; its own script fills it from what is kept on the device (IndexedDB).
 * Pages that the server made for a signed-in person are never kept.
 *
 * To add one: a route for the shell (no sign-in, nothing of a person), its addresses here, the name of the database its
 * script keeps things in (deleted at sign-out), and `data-offline` on an element of the pages that register the worker.
 */
import type { Language } from '#platform/words/translate.ts';

type Addresses = Readonly<Record<Language, string>>;
export type OfflinePage = {
  /** Kept when the worker is installed, with the scripts, pictures and fonts that it names. */
  shell: Addresses;
  /** For which addresses it stands when the network does not; `*` is a number. */
  standsFor: readonly Addresses[];
};

export const offlinePages: readonly OfflinePage[] = [
  {
    shell: { vi: '/thi/ngoai-tuyen', en: '/en/quiz/offline', km: '/km/quiz/offline' },
    standsFor: [{ vi: '/thi/*', en: '/en/quiz/*', km: '/km/quiz/*' }],
  },
  {
    shell: { vi: '/hoc-tap/diem-danh/ngoai-tuyen', en: '/en/learn/roll/offline', km: '/km/learn/roll/offline' },
    standsFor: [
      { vi: '/hoc-tap/diem-danh/*', en: '/en/learn/roll/*', km: '/km/learn/roll/*' },
      { vi: '/hoc-tap/diem-danh/dot/*', en: '/en/learn/roll/campaign/*', km: '/km/learn/roll/campaign/*' },
    ],
  },
  {
    shell: { vi: '/hoc-tap/co-mat/ngoai-tuyen', en: '/en/learn/check-in/offline', km: '/km/learn/check-in/offline' },
    standsFor: [{ vi: '/hoc-tap/co-mat/*', en: '/en/learn/check-in/*', km: '/km/learn/check-in/*' }],
  },
];

/** IndexedDB of the offline pages: gone when the person signs out. */
export const offlineDatabases: readonly string[] = ['caunoi-quizzes', 'caunoi-roll', 'caunoi-check-in'];

/** Where signing out is posted to. */
export const signOutAddresses: readonly string[] = ['/dang-xuat', '/en/sign-out', '/km/sign-out'];

const matches = (pattern: string, path: string): boolean => {
  const [wanted, given] = [pattern.split('/'), path.replace(/\/$/, '').split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part === given[at] || (part === '*' && /^\d+$/.test(given[at] ?? '')));
};

/** The shell that stands for a path when there is no network; undefined when nothing does. */
export function shellFor(path: string): string | undefined {
  for (const { shell, standsFor } of offlinePages) {
    for (const addresses of standsFor) {
      for (const [language, pattern] of Object.entries(addresses)) {
        if (matches(pattern, path)) return shell[language as Language];
      }
    }
  }
  return undefined;
}

export const shells = (): string[] => offlinePages.flatMap(({ shell }) => Object.values(shell));

/** Scripts, styles, fonts and pictures that a page or a script names, by their addresses on our own server. */
export const assetsIn = (text: string): string[] => [
  ...new Set(text.match(/\/(?:_app\/immutable|fonts|icons)\/[\w./-]+\.(?:js|css|woff2|png|svg)\b/g) ?? []),
];

/** Modules that a script loads from beside itself, as addresses. */
export const partsIn = (script: string, address: string): string[] => [
  ...new Set([...script.matchAll(/["'`](\.\.?\/[\w./-]+\.js)["'`]/g)].map(([, part]) => new URL(part!, `https://x${address}`).pathname)),
].filter((path) => path.startsWith('/_app/immutable/'));
