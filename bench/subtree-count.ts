/**
 * How long it takes to count the members below a body on a day, with as many as the country has: 5.4 million
 * memberships in 400,000 branches of 34 provinces. The tree and the memberships are generated straight in SQL; the
 * count is the application's own, as it asks it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/client.ts';
import { grantToApplication } from '#platform/database/grant.server.ts';
import { APPLICATION } from '#platform/postgres/cluster.ts';
import { startEmbedded } from '#platform/postgres/embedded.ts';
import { memberCount } from '#modules/members/index.server.ts';
import { median, rounded, type Figure, type Scenario } from './figures.ts';

const MEMBERSHIPS = 5_400_000;
export const BRANCHES = 400_000;
export const COMMUNES = 3_400;
export const PROVINCES = 34;
const BAR = { atMost: 200 };
const TIMES = 9;
export const ROOT = 1_000_001;
export const PROVINCE = ROOT + 5;
const DAYS = { today: '2026-11-23', 'on 05/05/2024': '2024-05-05' };

export const subtreeCount: Scenario = {
  name: 'subtree-count',
  what: `members below a body on a day, of ${MEMBERSHIPS.toLocaleString('en')} memberships in ${BRANCHES.toLocaleString('en')} branches`,
  run,
};

/** Ids follow one another: the root, its provinces, their communes, their branches. */
export const TREE = `
  create temporary table node as
    select ${ROOT} as id, null::int as parent
    union all select ${ROOT} + g, ${ROOT} from generate_series(1, ${PROVINCES}) g
    union all select ${ROOT + PROVINCES} + g, ${ROOT + 1} + (g - 1) * ${PROVINCES} / ${COMMUNES} from generate_series(1, ${COMMUNES}) g
    union all select ${ROOT + PROVINCES + COMMUNES} + g, ${ROOT + PROVINCES + 1} + ((g - 1)::bigint * ${COMMUNES} / ${BRANCHES})::int
      from generate_series(1, ${BRANCHES}) g;
  create index on node (id);
  analyze node;
  insert into organisation.body select id from node;
  insert into organisation.body_version (body_id, name, full_name, kind, parent_id, valid, basis)
    select id, 'B' || id, 'B' || id, 'chi bộ', parent, daterange('2018-01-01', null), 'bench' from node;
  alter table organisation.reach disable trigger user;
  alter table organisation.reach drop constraint reach_ancestor_id_fkey, drop constraint reach_body_id_fkey;
  insert into organisation.reach
    select a, n.id, daterange('2018-01-01', null) from node n
    left join node p on p.id = n.parent left join node g on g.id = p.parent
    cross join lateral unnest(array[n.id, n.parent, p.parent, g.parent]) as a where a is not null`;

/**
 * One in thirteen has ended. The tally is made anew in one statement instead of row by row; a plain index stands for the
 * constraint, which would take minutes to build.
 */
const MEMBERS = `
  alter table members.membership disable trigger user;
  alter table members.membership drop constraint membership_member_id_fkey, drop constraint membership_member_id_valid_excl;
  insert into members.membership (member_id, body_id, valid, began, ended, recorded_at)
    select g, ${ROOT + PROVINCES + COMMUNES + 1} + g % ${BRANCHES},
      daterange(date '2018-01-01' + (hashint4(g) & 2147483647) % 3200, case when g % 13 = 0 then date '2026-10-10' + g % 40 end),
      'joined', case when g % 13 = 0 then 'left' end, now()
    from generate_series(1, ${MEMBERSHIPS}) g;
  select members.tally_anew();
  create index on members.membership (member_id)`;

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set statement_timeout = 0; set caunoi.system = 'bench'");
    await client.query(TREE);
    await client.query(MEMBERS);
    for (const table of ['organisation.reach', 'members.tally', 'members.membership', 'members.exemption']) await client.query(`vacuum analyze ${table}`);
  } finally {
    await client.end();
  }
}

async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  const server = await startEmbedded({ dataDir: join(folder, 'database') });
  try {
    await migrate(server.url);
    await grantToApplication(server.url, APPLICATION);
    await fill(server.url);
    const { db, close } = openDatabase({ url: server.applicationUrl, max: 2 });
    try {
      const figures: Figure[] = [];
      for (const [name, body] of [['the whole country', ROOT], ['a province', PROVINCE]] as const) {
        for (const [when, day] of Object.entries(DAYS)) figures.push(await measure(`${name}, ${when}`, () => memberCount(db, body, day)));
      }
      return figures;
    } finally {
      await close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(what: string, count: () => Promise<{ members: number }>): Promise<Figure> {
  const { members } = await count();
  const times: number[] = [];
  for (let at = 0; at < TIMES; at += 1) {
    const from = performance.now();
    await count();
    times.push(performance.now() - from);
  }
  const note = `${members.toLocaleString('en')} members; median of ${TIMES}, slowest ${rounded(Math.max(...times), 0)} ms`;
  return { what, value: rounded(median(times), 0), unit: 'ms', bar: BAR, note };
}

if (import.meta.main) console.log(await run());
