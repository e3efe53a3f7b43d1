import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { manifest as documents, outlineOf, readLibrary } from '#modules/documents/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { citationNames } from './citations.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  await documents.sample?.(runtime);
}, 60_000);
afterAll(() => runtime.drop());

test('a clause is named with its document, and by its anchor when it is gone', async () => {
  const { cards } = await readLibrary(runtime.db, { q: '', kind: null, page: 1 });
  const card = cards.find(({ symbol, kind }) => symbol !== '' && kind === 'regulation')!;
  const outline = (await outlineOf(runtime.db, card.id, null))!;
  const anchor = outline.clauses.find(({ kind }) => kind === 'article')!.anchor;
  const cited = (at: string) => ({ documentId: card.id, version: outline.version, anchor: at });
  const named = await citationNames(runtime, [cited(anchor), cited('gone')]);
  expect(named(cited(anchor))).toMatch(new RegExp(`^Quy định số ${RegExp.escape(card.symbol)}, Điều \\d+`));
  expect(named(cited('gone'))).toBe('gone');
});
