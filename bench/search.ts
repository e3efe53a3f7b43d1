/**
 * How long a search takes over 100,000 documents, in a database of its own. Bars: p95 ≤ 50 ms for a search,
 * ≤ 20 ms for the similar titles that are offered while somebody types. Alone:
 * `node bench/search.ts [documents]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type Db } from '#platform/database/client.ts';
import { migrate } from '#platform/database/migrate.ts';
import { startEmbedded } from '#platform/postgres/embedded.ts';
import { searchable } from '#platform/search/documents.server.ts';
import { search, similarTitles } from '#platform/search/store.server.ts';
import { fold } from '#platform/text/fold.ts';
import { held, quantile, rounded, type Figure, type Scenario } from './figures.ts';
import { writer, type Writer } from './vietnamese.ts';

const DOCUMENTS = 100_000;
const BATCH = 1_000;
const ROUNDS = 40;
const SEARCH_BAR = { atMost: 50 };
const SIMILAR_BAR = { atMost: 20 };

export const searching: Scenario = {
  name: 'search',
  what: `searches over ${DOCUMENTS.toLocaleString('en')} documents, one after another`,
  run: () => run(DOCUMENTS),
};

async function run(documents: number): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  const server = await startEmbedded({ dataDir, settings: { synchronous_commit: 'off' } });
  try {
    await migrate(server.url);
    await fill(server.url, documents);
    const { db, close } = openDatabase({ url: server.url, max: 4 });
    try {
      return await measure(db);
    } finally {
      await close();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Rows first and indexes after: one by one, the same indexes take four times as long. */
export async function fill(url: string, documents: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'search' and tablename = 'document' and indexname <> 'document_pkey'`,
  );
  for (const index of indexes) await client.query(`drop index search.${index.name}`);
  const write = writer(1);
  for (let first = 0; first < documents; first += BATCH) {
    await insert(client, write, first, Math.min(BATCH, documents - first));
  }
  await client.query(`set maintenance_work_mem = '256MB'`);
  for (const index of indexes) await client.query(index.definition);
  await client.query('vacuum analyze search.document, search.word');
  await client.end();
}

async function insert(client: pg.Client, write: Writer, from: number, count: number): Promise<void> {
  const words = new Set<string>();
  const rows = Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const { vocabulary, updatedAt, ...row } = searchable({
      type: ['idea', 'news', 'document'][number % 3] ?? '',
      id: String(number),
      language: 'vi',
      audience: number % 20 === 0 ? 'body:1' : 'public',
      places: [String(number % 95), 'province'],
      title: write.title(),
      body: write.body(),
      updatedAt: new Date(1_700_000_000_000 + ((number * 7_919) % DOCUMENTS) * 600_000),
    });
    for (const word of vocabulary) words.add(word);
    return { ...row, updated_at: updatedAt };
  });
  await client.query(
    `insert into search.document
     select type, id, language, audience, places, title, body, updated_at,
       title_key, symbols, title_words, words
     from json_populate_recordset(null::search.document, $1)`,
    [JSON.stringify(rows)],
  );
  const learn = 'insert into search.word select unnest($1::text[]) on conflict do nothing';
  await client.query(learn, [[...words]]);
}

/** What people type: broad and rare words, phrases, with and without diacritics, symbols, slips, nonsense. */
function queries(write: Writer): Record<string, string> {
  const title = write.title();
  const some = title.split(' ');
  const slip = fold(title).split(' ').slice(0, 3);
  slip[1] = `${slip[1]?.slice(0, -1) ?? ''}${slip[1]?.at(-1) === 'h' ? 'g' : 'h'}`;
  return {
    'one word': write.pick(['đường', 'xã', 'nước', 'trường', 'va', 'không', 'dân', 'Đồng', 'điện', 'tai']),
    'place': write.place(),
    'two words': some.slice(0, 2).join(' '),
    'phrase': some.slice(0, 5).join(' '),
    'without diacritics': fold(some.slice(0, 4).join(' ')),
    'scattered words': [some[0], some.at(-1), write.pick(['người', 'mùa', 'nguồn'])].join(' '),
    'whole title': title,
    'rare name': write.name(),
    'symbol': `${write.pick([12, 780, 1_500])}-qđ/tu`,
    'with a slip': slip.join(' '),
    'nonsense': write.pick(['zzzz qqqq', 'asdf', '%%%', "'; drop table --", '👍', '12345678']),
  };
}

async function measure(db: Db): Promise<Figure[]> {
  const write = writer(2);
  const scope = { audience: ['public'], limit: 20 };
  const times = new Map<string, number[]>();
  const similar: number[] = [];
  for (let round = -5; round < ROUNDS; round += 1) {
    for (const [kind, q] of Object.entries(queries(write))) {
      const offset = round % 10 === 0 ? 40 : 0;
      const types = round % 4 === 0 ? ['idea'] : undefined;
      const took = await timed(() => search(db, { ...scope, q, offset, types }));
      if (round >= 0) times.set(kind, [...(times.get(kind) ?? []), took]);
    }
    for (const letters of [8, 16, 30, 60]) {
      const title = write.title().slice(0, letters);
      const took = await timed(() => similarTitles(db, { type: 'idea', title, limit: 5 }));
      if (round >= 0) similar.push(took);
    }
  }
  const kinds = Array.from(times, ([kind, took]) => ({ what: `p95 ${kind}`, value: at(took, 0.95), unit: 'ms' }));
  const all = [...times.values()].flat();
  return [
    { what: 'p95 of a search', value: at(all, 0.95), unit: 'ms', bar: SEARCH_BAR, note: spread(all) },
    ...kinds,
    { what: 'p95 of similar titles', value: at(similar, 0.95), unit: 'ms', bar: SIMILAR_BAR, note: spread(similar) },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const at = (values: number[], share: number): number =>
  rounded(quantile([...values].sort((a, b) => a - b), share), 1);
const spread = (values: number[]): string => `p50 ${at(values, 0.5)}, slowest ${at(values, 1)} of ${values.length}`;

if (import.meta.main) {
  for (const figure of await run(Number(process.argv[2] ?? DOCUMENTS))) {
    const { what, value, unit, note } = figure;
    console.log(`${held(figure) ? ' ' : '✗'} ${what.padEnd(26)} ${value} ${unit}${note ? `  (${note})` : ''}`);
  }
}
