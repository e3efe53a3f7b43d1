/**
 * Ideas sent through the API, against a server that does nothing but one INSERT of the same fields into the same
 * PostgreSQL, fsync on, over as many connections. Afterwards every acknowledged idea must be stored exactly once.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { hashCode } from '#modules/ideas/actions/tracking-code.server.ts';
import type { Db } from '#platform/database/client.ts';
import { withApplication, type Application } from './application.ts';
import { serveScript, type Served } from './child.ts';
import { compare, told } from './compare.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { requestBytes } from './load.ts';
import { seeded, writer } from './vietnamese.ts';

const CONNECTIONS = 64;
const DATABASE_CONNECTIONS = 20;
const BAR = { atLeast: 0.4 };
const TEXTS = 500;

export const ideasApi: Scenario = {
  name: 'ideas-api',
  what: 'POST /api/v1/ideas ÷ bare node:http + one INSERT',
  run: async () => [
    ...(await measure('without a limit of sendings', { SEND_LIMIT: '0' })),
    // Every request comes from another neighbourhood, so the limit counts each and refuses none.
    ...(await measure('each counted by the limit', { SEND_LIMIT: '1000', TRUSTED_PROXIES: '1' })),
  ],
};

function measure(what: string, env: NodeJS.ProcessEnv): Promise<Figure[]> {
  const settings = { ...env, DATABASE_CONNECTIONS: String(DATABASE_CONNECTIONS) };
  return withApplication(settings, async (application) => {
    const bare = await serveScript('bench/bare/insert.ts', [application.databaseUrl, String(DATABASE_CONNECTIONS)]);
    try {
      return await against(application, bare, what);
    } finally {
      await bare.stop();
    }
  });
}

async function against(application: Application, bare: Served, what: string): Promise<Figure[]> {
  const next = sendings();
  const acknowledged: Acknowledged[] = [];
  const onAnswer = (_index: number, { body }: { body: Buffer }) =>
    void acknowledged.push(JSON.parse(body.toString()) as Acknowledged);
  const plan = { rounds: 5, seconds: 2, connections: CONNECTIONS, status: 201, before: () => quiet(application) };
  const comparison = await compare({ server: application, next, onAnswer }, { server: bare, next }, plan);
  const wrong = await notStoredOnce(application.db, acknowledged);
  return [
    { what, value: rounded(comparison.throughput), unit: '×', bar: BAR, note: told(comparison) },
    {
      what: `${what}: acknowledged, but not stored exactly once`,
      value: wrong,
      unit: 'ideas',
      bar: { atMost: 0 },
      note: `of ${acknowledged.length.toLocaleString('en')} acknowledged`,
    },
  ];
}

/** Each with its own key and sender; the texts come round, as they do when a campaign hands out a template. */
function sendings(): () => Buffer {
  const write = writer(5);
  const random = seeded(6);
  const texts = Array.from({ length: TEXTS }, () =>
    JSON.stringify({ title: write.title(), body: write.body(), field: write.pick(['roads', 'health', 'education']) }),
  );
  const octet = () => Math.floor(random() * 256);
  return () =>
    requestBytes({
      method: 'POST',
      path: '/api/v1/ideas',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'x-forwarded-for': `10.${octet()}.${octet()}.${octet()}`,
      },
      body: write.pick(texts),
    });
}

/** What the application does later (search index, ledger) must not slow the other server down. */
async function quiet(application: Served): Promise<void> {
  for (let tries = 0; tries < 16; tries += 1) {
    const before = application.cpuSeconds();
    await pause(250);
    if (application.cpuSeconds() - before <= 0.01) return;
  }
}

type Acknowledged = { id: number; trackingCode: string; receipt: { leafHash: string } };

/** How many acknowledgements are not backed by one idea of their own, with their code and their leaf in the ledger. */
async function notStoredOnce(db: Db, acknowledged: readonly Acknowledged[]): Promise<number> {
  const { rows } = await sql<{ id: number; code: string; leaf: string }>`
    select idea.id, encode(code_hash, 'hex') as code, encode(ledger_leaf, 'hex') as leaf
    from ideas.idea join ledger.opening on opening.leaf_hash = idea.ledger_leaf and opening.subject = idea.id::text
    where exists (select from ledger.pending where leaf_hash = idea.ledger_leaf)
      or exists (select from ledger.entry where leaf_hash = idea.ledger_leaf)`.execute(db);
  const stored = new Map(rows.map((row) => [row.id, row]));
  let wrong = 0;
  for (const { id, trackingCode, receipt } of acknowledged) {
    const row = stored.get(id);
    // An id that two acknowledgements share is found once.
    stored.delete(id);
    if (row?.code !== hashCode(trackingCode) || row?.leaf !== receipt.leafHash) wrong += 1;
  }
  const { rows: all } = await sql<{ n: number }>`select count(*) as n from ideas.idea where channel = 'api'`.execute(db);
  return wrong + Math.abs((all[0]?.n ?? 0) - acknowledged.length);
}
