/** The page of a body with 500 members, for a signed-in officer: today, on an earlier day, a search, all of the ward. */
import { sql } from 'kysely';
import { readConfig } from '#platform/config.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { openSession } from '#src/modules/people/actions/session.server.ts';
import { withApplication, type Application } from './application.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { BROWSER_HEADERS, percentile, requestBytes } from './load.ts';
import { paceOn, toldPace } from './paced.ts';

/** Chi bộ ấp Phú Hòa of the sample, below Đảng ủy phường Đồng Xoài; and who keeps the lists of that ward. */
const BRANCH = 3_252_071;
const WARD = 2_225_210;
const OFFICER = 'canbo.dongxoai';
const MEMBERS = 500;
const PER_SECOND = 20;
const SECONDS = 6;
const WARM_UP_SECONDS = 3;
const BAR = { atMost: 60 };

const LIST = '/quan-tri/thanh-vien';
const PAGES = {
  'today': `${LIST}?body=${BRANCH}`,
  'its last page': `${LIST}?body=${BRANCH}&page=25`,
  'on 01/02/2026': `${LIST}?body=${BRANCH}&day=2026-02-01`,
  'a search': `${LIST}?body=${BRANCH}&q=nguyen+an`,
  'all of the ward': `${LIST}?body=${WARD}&below=1`,
};

export const memberPage: Scenario = {
  name: 'member-page',
  what: `the page of a body with ${MEMBERS} members, ${PER_SECOND} a second`,
  run: () =>
    withApplication({}, async (application) => {
      await fill(application.db);
      const cookie = await sessionOf(application, OFFICER);
      const figures: Figure[] = [];
      for (const [name, path] of Object.entries(PAGES)) figures.push(await pageTime(application, { name, path, cookie, bar: BAR }));
      return figures;
    }),
};

async function fill(db: Db): Promise<void> {
  await asSystem(db, 'bench', async (tx) => {
    await sql`
      with entered as (
        insert into members.member (code, full_name, created_at, updated_at)
        select 'BENCH-' || n, (array['Nguyễn Văn', 'Điểu', 'Thị', 'Trần Thị'])[1 + n % 4] || ' ' || (array['An', 'Bé', 'Đức', 'Hà', 'Sơn'])[1 + n % 5], now(), now()
        from generate_series(1, ${MEMBERS}::int) n returning id)
      insert into members.membership (member_id, body_id, valid, began, recorded_at)
      select id, ${BRANCH}, daterange('2026-01-05', null), 'joined', now() from entered`.execute(tx);
    await sql`analyze members.member, members.membership`.execute(tx);
  });
}

/** As if the officer had signed in with both factors. */
export async function sessionOf({ db, dataDir }: Application, officer: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from people.person where sign_in_name = ${officer}`.execute(db);
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const opening = { personId: rows[0]!.id, factor: 'totp', strong: true, now: new Date() } as const;
  const cookies = await openSession({ db, config }, opening);
  return cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

export type Opened = { name: string; path: string; cookie: string; bar: { atMost: number } };

export async function pageTime(server: Application, { name, path, cookie, bar }: Opened): Promise<Figure> {
  const bytes = requestBytes({ path, headers: { ...BROWSER_HEADERS, cookie } });
  const load = { connections: 8, perSecond: PER_SECOND, next: () => bytes };
  await paceOn(server, { ...load, seconds: WARM_UP_SECONDS });
  const outcome = await paceOn(server, { ...load, seconds: SECONDS });
  return { what: `${name}, p95`, value: rounded(percentile(outcome, 0.95), 1), unit: 'ms', bar, note: `${path}; ${toldPace(outcome)}` };
}
