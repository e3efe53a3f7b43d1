import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './types.generated.ts';

/** The database handle that stores take; a transaction is one too. */
export type Db = Kysely<Database>;

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const text = (value: string) => value;
/** Counts and ids stay far below 2^53; a `date` is a day, not an instant, so it stays the text `YYYY-MM-DD`. */
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(DATE, text);
const arrayOfInt8 = pg.types.getTypeParser(INT8_ARRAY as number) as unknown as (value: string) => string[];
pg.types.setTypeParser(INT8_ARRAY as number, (value: string) => arrayOfInt8(value).map(Number));
const arrayOfText = pg.types.getTypeParser(1009 as number) as unknown as (value: string) => string[];
pg.types.setTypeParser(DATE_ARRAY as number, (value: string) => arrayOfText(value));

const names = new Map<string, string>();
/** Beyond this many different texts something builds SQL per request; those run unnamed instead of filling the server. */
const MAX_NAMED = 2_000;

function nameOf(statement: string): string | undefined {
  const known = names.get(statement);
  if (known || names.size >= MAX_NAMED) return known;
  const name = createHash('sha256').update(statement).digest('base64url').slice(0, 32);
  names.set(statement, name);
  return name;
}

/**
 * Statements named by a hash of their text are parsed and planned once per connection: 2–3× on small queries.
 * Behind a transaction pooler names must be off (`DATABASE_NAMED_STATEMENTS=off`).
 */
class NamedClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [statement, values] = args;
    if (typeof statement === 'string' && Array.isArray(values)) {
      const name = nameOf(statement);
      return super.query({ text: statement, values, name, rowMode: undefined } as never, args[2] as never) as never;
    }
    return super.query(...(args as [never])) as never;
  }
}

export type DatabaseOptions = {
  url: string;
  /** Connections of this process. */
  max?: number;
  /** Off behind PgBouncer in transaction mode. */
  namedStatements?: boolean;
  /** Statements are sent while earlier ones of the same connection are still answered. */
  pipeline?: boolean;
  onError?: (error: Error) => void;
};

export type DatabaseHandle = { db: Db; pool: pg.Pool; close(): Promise<void> };

export function openDatabase(options: DatabaseOptions): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 20,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    pipeline: options.pipeline ?? false,
    ...(options.namedStatements === false ? {} : { Client: NamedClient }),
  });
  // Without both listeners a lost connection (failover, restart) would end the process: the pool reports idle ones
  // a second time. While we close, a server that stops cuts what has not yet said goodbye (57P01): nothing is lost.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', (error) => !pool.ending && options.onError?.(error)));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}
