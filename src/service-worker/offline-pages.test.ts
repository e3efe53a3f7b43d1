import { expect, test } from 'vitest';
import { localPath } from '#platform/words/paths.ts';
import { languages } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { assetsIn, offlinePages, partsIn, shellFor, signOutAddresses } from './offline-pages.ts';

test('addresses are those of the table of addresses, in every language', () => {
  for (const { shell, standsFor } of offlinePages) {
    const path = shell.en.replace('/en', '');
    for (const language of languages) {
      expect(shell[language]).toBe(localPath(language, path));
      for (const addresses of standsFor) expect(addresses[language]).toBe(localPath(language, addresses.en.replace('/en', '')));
    }
  }
  expect(signOutAddresses).toEqual(languages.map((language) => localPath(language, '/sign-out')));
});

test('a page has the shell of its own language', () => {
  expect(shellFor('/thi/12')).toBe('/thi/ngoai-tuyen');
  expect(shellFor('/en/quiz/12')).toBe('/en/quiz/offline');
  expect(shellFor('/km/quiz/12/')).toBe('/km/quiz/offline');
  for (const path of ['/', '/thi', '/thi/', '/thi/12/nop', '/thi/bien-nhan', '/quan-tri/thi/12', '/hien-ke/12']) expect(shellFor(path)).toBeUndefined();
});

test('finds what a page and a script need, and nothing of other sites', () => {
  const html = '<script src="/_app/immutable/workers/start-D_x1.js"></script><link href="/fonts/a-400.woff2"><img src="https://x.vn/a.png">';
  expect(assetsIn(html)).toEqual(['/_app/immutable/workers/start-D_x1.js', '/fonts/a-400.woff2']);
});

test('finds the parts that a script loads from beside itself', () => {
  const script = 'a&&import(`./chunks/DZ-tMlxC.js`),import("../x.js"),"./no.css","https://x.vn/y.js",import(`../../../../z.js`)';
  expect(partsIn(script, '/_app/immutable/workers/index-D.js')).toEqual(['/_app/immutable/workers/chunks/DZ-tMlxC.js', '/_app/immutable/x.js']);
});
