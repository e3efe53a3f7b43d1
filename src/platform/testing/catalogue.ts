import { sql } from 'kysely';
import type { Db } from '../database/client.ts';

export type Table = {
  /** `schema.table`. */
  name: string;
  /** Row-level security stands, and binds the owner too. */
  isProtected: boolean;
  forced: boolean;
  columns: { name: string; type: string; generated: boolean }[];
};

/** Every table of the ground and of the modules, as the database knows it; those of the job queue are not ours. */
export async function ownTables(db: Db): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity as "isProtected", c.relforcerowsecurity as forced,
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'generated', a.attgenerated <> '') order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|public$|jobs$)'
    group by n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity
    order by 1`.execute(db);
  return rows;
}
