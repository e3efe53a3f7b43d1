import pg from 'pg';
import { DatabaseRefused } from '../postgres/refused.ts';

/** Any constant; it only has to be the same in every process. */
const LOCK = 7_274_012;

/**
 * What the role lacks or has too much, as statements. What a trigger keeps from being changed gives `insert` and
 * `select` only; the list of migrations and all views are for reading. What others own is left alone.
 */
const STATEMENTS = `
  with relation as (
    select c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) as name,
      exists (
        select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and p.proname = 'refuse_change'
      ) as frozen,
      (n.nspname = 'platform' and c.relname = 'migration') or c.relkind in ('v', 'm', 'S') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname !~ '^(pg_|information_schema$|public$)'
      and pg_has_role(c.relowner, 'USAGE')
  ), needed as (
    select relation.oid, name, relkind, privilege, privilege in ('SELECT', 'USAGE')
      or (not readable and (privilege = 'INSERT' or (not frozen and privilege in ('UPDATE', 'DELETE')))) as right
    from relation, unnest(case relkind when 'S' then array['SELECT', 'USAGE', 'UPDATE']
      else array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES'] end) as privilege
  )
  select format('grant usage on schema %I to %I', nspname, $1::text) as statement from pg_namespace
  where nspname !~ '^(pg_|information_schema$|public$)' and pg_has_role(nspowner, 'USAGE')
    and not has_schema_privilege($1::text, oid, 'USAGE')
  union all
  select format('%s %s on %s %s %s %I', case when needed.right then 'grant' else 'revoke' end, privilege,
    case relkind when 'S' then 'sequence' else 'table' end, name, case when needed.right then 'to' else 'from' end, $1::text)
  from needed where needed.right <> case relkind when 'S' then has_sequence_privilege($1::text, needed.oid, privilege)
    else has_table_privilege($1::text, needed.oid, privilege) end`;

/**
 * Gives the application's role what it needs in a migrated database and takes the rest: rows of every table, never its
 * definition. Costs one query when nothing is missing. @param url of the owner of the tables
 */
export async function grantToApplication(url: string, role: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const missing = async () => (await client.query<{ statement: string }>(STATEMENTS, [role])).rows;
    if ((await missing()).length === 0) return;
    // Two starts that grant at once would trip over each other's rows in the catalogue.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query((await missing()).map((row) => row.statement).join(';\n'));
  } finally {
    await client.end();
  }
}

/** Who an address signs in as, and whether the second wall binds that role. */
export type RoleFacts = { name: string; superuser: boolean; bypasses: boolean; owns: boolean };

export async function roleFacts(pool: pg.Pool): Promise<RoleFacts> {
  const { rows } = await pool.query<RoleFacts>(`
    select current_user as name, rolsuper as superuser, rolbypassrls as bypasses,
      exists (select from pg_class where relowner = pg_roles.oid and relkind = 'r') as owns
    from pg_roles where rolname = current_user`);
  return rows[0] as RoleFacts;
}

/** Refuses a role that row-level security does not bind: the second wall would stand there and hold nobody. */
export function assertBound({ name, superuser, bypasses }: RoleFacts): void {
  if (!superuser && !bypasses) return;
  throw new DatabaseRefused(
    `DATABASE_URL signs in as ${name}, ${superuser ? 'a superuser' : 'a role with BYPASSRLS'}, whom row-level security `
    + 'does not bind: make a role as docs/operate.md says, or start with DEMO=on for data that nobody needs to protect.',
  );
}
