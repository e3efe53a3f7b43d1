/**
 * Who took part, rolled up: the rate page of a province (40,000 members in 3,000 branches), as an officer opens it, and
 * the statement behind it over a country with 5.4 million. Participants are simulated by the counts of their branches
 * (study.tally), which is all that the page and the statement read; rosters keep these counts by triggers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { openDatabase, type Db } from '#platform/database/client.ts';
import { grantToApplication } from '#platform/database/grant.server.ts';
import { migrate } from '#platform/database/migrate.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { APPLICATION } from '#platform/postgres/cluster.ts';
import { startEmbedded } from '#platform/postgres/embedded.ts';
import { bodiesWritten, bodyTree, enterBodies, findBodyBySymbol, type BodyEntry } from '#modules/organisation/index.server.ts';
import { rollOf } from '#src/modules/study/actions/rates.server.ts';
import { withApplication } from './application.ts';
import { median, rounded, type Figure, type Scenario } from './figures.ts';
import { pageTime, sessionOf } from './member-page.ts';
import { BRANCHES, PROVINCE, PROVINCES, ROOT, COMMUNES, TREE } from './subtree-count.ts';

const COMMITTEES = 100;
const OFFICER = 'quantri';
const OF_PROVINCE = { branches: 3_000, members: 40_000 };
const OF_COUNTRY = 5_400_000;
const PAGE_BAR = { atMost: 50 };
const COUNTRY_BAR = { atMost: 300 };
const TIMES = 9;
const DAY = '2026-11-23';

export const rates: Scenario = {
  name: 'rates',
  what: `who took part: a province of ${OF_PROVINCE.branches.toLocaleString('en')} branches, a country of ${OF_COUNTRY.toLocaleString('en')} members`,
  run: async () => [...(await province()), ...(await country())],
};

const province = (): Promise<Figure[]> =>
  withApplication({}, async (application) => {
    const { db } = application;
    const top = (await findBodyBySymbol(db, 'BENCH', DAY)) ?? (await enterProvince(db));
    const { rows: [made] } = await asSystem(db, 'bench', async (tx) => {
      const campaign = await sql<{ id: number }>`
        insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
        values (${top}, 'Đợt học tập', 'announced', '2026-11-01', '2026-12-31', '2026-11-01', now()) returning id`.execute(tx);
      const id = campaign.rows[0]!.id;
      await sql`insert into study.audience_body (campaign_id, body_id) values (${id}, ${top})`.execute(tx);
      await tally(tx, id, sql`select v.body_id as id, row_number() over (order by v.body_id) as g from organisation.body_version v
        where v.symbol like 'BENCH-B%'`, OF_PROVINCE);
      return campaign;
    });
    await asOwner(application.databaseUrl, 'vacuum analyze organisation.reach', 'vacuum analyze study.tally');
    const cookie = await sessionOf(application, OFFICER);
    const page = `/quan-tri/hoc-tap/${made!.id}/ty-le`;
    const committee = (await findBodyBySymbol(db, 'BENCH-C1', DAY))!;
    const asked = { bar: PAGE_BAR, cookie };
    return [
      await pageTime(application, { ...asked, name: 'the page of a province', path: `${page}?body=${top}` }),
      await pageTime(application, { ...asked, name: 'the page of a committee in it', path: `${page}?body=${committee}` }),
    ];
  });

/** A province below the sample's highest committee, so that the sample's administrator reaches it. */
async function enterProvince(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select c.body_id as id from people.charge(${DAY}::date) c join people.person p on p.id = c.person_id
    where p.sign_in_name = ${OFFICER} limit 1`.execute(db);
  const said = { from: DAY, basis: 'bench' };
  const entries: BodyEntry[] = [
    { ...said, symbol: 'BENCH', name: 'Đảng bộ tỉnh', kind: 'cấp ủy', parent: { id: rows[0]!.id } },
    ...Array.from({ length: COMMITTEES }, (_, at): BodyEntry => (
      { ...said, symbol: `BENCH-C${at}`, name: `Đảng bộ xã ${at}`, kind: 'cấp ủy', parent: { entry: 0 } })),
    ...Array.from({ length: OF_PROVINCE.branches }, (_, at): BodyEntry => (
      { ...said, symbol: `BENCH-B${at}`, name: `Chi bộ ấp ${at}`, kind: 'chi bộ', parent: { entry: 1 + (at % COMMITTEES) } })),
  ];
  const ids = await db.transaction().execute((tx) => enterBodies(tx, entries));
  bodiesWritten(db);
  return ids[0]!;
}

type Size = { branches: number; members: number };

/** Every branch has its share of the members, of whom a few are exempt, ill or missing. @param bodies rows of (id, g) */
async function tally(tx: Db, campaign: number, bodies: ReturnType<typeof sql>, { branches, members }: Size): Promise<void> {
  await sql`
    insert into study.tally (campaign_id, body_id, members, exempt, attended, excused, unexcused)
    select ${campaign}, b.id, s.members, 1, s.members - 2 - (b.g % 5 = 0)::int, 1, (b.g % 5 = 0)::int
    from (${bodies}) b, lateral (select ${members}::int / ${branches}::int + (b.g <= ${members}::int % ${branches}::int)::int as members) s`.execute(tx);
}

async function country(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  const server = await startEmbedded({ dataDir: join(folder, 'database') });
  try {
    await migrate(server.url);
    await grantToApplication(server.url, APPLICATION);
    await asOwner(server.url, TREE);
    const { db, close } = openDatabase({ url: server.applicationUrl, max: 2 });
    try {
      const campaign = await rollOfCountry(db);
      await asOwner(server.url, 'vacuum analyze organisation.reach', 'vacuum analyze study.tally');
      return [
        await measure(db, 'the country and its provinces', campaign, ROOT),
        await measure(db, 'a province and its communes', campaign, PROVINCE),
      ];
    } finally {
      await close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As the owner of the tables, whom alone `vacuum` obeys. */
async function asOwner(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set statement_timeout = 0; set caunoi.system = 'bench'");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function rollOfCountry(db: Db): Promise<number> {
  return asSystem(db, 'bench', async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
      values (${ROOT}, 'Đợt học tập', 'announced', '2026-11-01', '2026-12-31', '2026-11-01', now()) returning id`.execute(tx);
    await tally(tx, rows[0]!.id, sql`select ${ROOT + PROVINCES + COMMUNES}::int + g as id, g from generate_series(1, ${BRANCHES}::int) g`, {
      branches: BRANCHES, members: OF_COUNTRY,
    });
    return rows[0]!.id;
  });
}

async function measure(db: Db, what: string, campaign: number, body: number): Promise<Figure> {
  const tree = await bodyTree(db);
  const count = () => asSystem(db, 'bench', (tx) => rollOf(tx, campaign, body, { tree, day: DAY }));
  const { whole, parts } = await count();
  const times: number[] = [];
  for (let at = 0; at < TIMES; at += 1) {
    const from = performance.now();
    await count();
    times.push(performance.now() - from);
  }
  const note = `${whole.members.toLocaleString('en')} members of ${whole.branches.toLocaleString('en')} branches, simulated by their counts, in ${parts.length} parts; median of ${TIMES}, slowest ${rounded(Math.max(...times), 0)} ms`;
  return { what, value: rounded(median(times), 0), unit: 'ms', bar: COUNTRY_BAR, note };
}

if (import.meta.main) console.log(await rates.run());
