/** Looks into the database of the application under test: what must not be stored is nowhere, not only unseen. */
import pg from 'pg';
import { runningUrl } from '#platform/postgres/embedded.ts';

const dataDir = process.env.TEST_DATA_DIR ?? '';
/** Row-level security binds the owner too; without a name protected tables would look empty and every search succeed. */
const SEES_EVERY_ROW = '-c caunoi.system=journeys';

export async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = await runningUrl(dataDir);
  if (!url) throw new Error(`No database is running in ${dataDir}; set TEST_DATA_DIR to that of BASE_URL.`);
  const client = new pg.Client({ connectionString: url, options: SEES_EVERY_ROW });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Names of all tables, of every module and of the ground, that contain a text in any column. */
export const tablesWith = (text: string): Promise<string[]> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`);
    const found: string[] = [];
    for (const { name } of rows) {
      const hit = await client.query(`select 1 from ${name} as row where position($1 in row::text) > 0 limit 1`, [text]);
      if (hit.rowCount) found.push(name);
    }
    return found;
  });

export const countIdeas = (title: string): Promise<number> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ n: string }>('select count(*) as n from ideas.idea where original_title = $1', [title]);
    return Number(rows[0]?.n);
  });

export const storedTitle = (like: string): Promise<string | undefined> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ title: string }>(
      'select original_title as title from ideas.idea where position($1 in original_title) > 0', [like]);
    return rows[0]?.title;
  });
