import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import { dayOf } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { RangeWidth } from './address.ts';
import { addressRange } from './address.ts';

export type Rule = {
  /** Names the counter, for example `ideas.send`. Part of the primary key. */
  name: string;
  /** How many within the window; at most 1,000, because each counted instant is kept. */
  limit: number;
  /** Length of the sliding window in seconds. */
  seconds: number;
};

export type Taken = {
  allowed: boolean;
  /** How many more would be allowed right now. */
  remaining: number;
  /** Whole seconds until the next one is allowed; 0 when allowed. */
  retryAfter: number;
};

const MAX_LIMIT = 1_000;

/**
 * Counts one use of `key` under `rule`, exactly: within *any* `seconds` at most `limit` are allowed, however
 * many processes ask (one atomic statement a call). A refused call is not counted, so waiting always helps.
 * Must be called outside of a transaction: a count that is rolled back with a failed action would not limit
 * failures.
 */
export async function take(
  db: Db,
  { rule, key, now }: { rule: Rule; key: Buffer; now: Instant },
): Promise<Taken> {
  const [taken] = await takeEach(db, { rule, keys: [key], now });
  return taken as Taken;
}

/** The same for uses that arrive together, in one statement; the same key may stand among them several times. */
export async function takeEach(
  db: Db,
  { rule, keys, now }: { rule: Rule; keys: readonly Buffer[]; now: Instant },
): Promise<Taken[]> {
  if (db.isTransaction)
    throw new Error('take() must not run inside a transaction: a rollback would undo the count');
  if (rule.limit < 1 || rule.limit > MAX_LIMIT)
    throw new Error(`${rule.name}: limit must be 1 to ${MAX_LIMIT}`);
  const rows = new Map((await countUses(db, rule, keys, now)).map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = rows.get(key.toString('hex'));
    if (!row) throw new Error('limits.usage: upsert returned no row');
    const allowed = row.granted > 0;
    row.granted -= 1;
    return { allowed, ...howLong(row, allowed, rule, now) };
  });
}

/** `granted`: how many of the uses asked for; `taken`: all within the window, ascending. */
type Counted = { key: string; granted: number; taken: Date[] };

/** Keys in order, so that two processes with several keys in common cannot wait for each other in a circle. */
async function countUses(db: Db, rule: Rule, keys: readonly Buffer[], now: Instant): Promise<Counted[]> {
  const windowStart = new Date(now.getTime() - rule.seconds * 1000);
  const expiresAt = new Date(now.getTime() + rule.seconds * 1000);
  const recent = sql`array(select t from unnest(u.taken) as t where t > ${windowStart} order by t)`;
  const granted = sql`least(excluded.granted, greatest(${rule.limit}::int - cardinality(${recent}), 0))`;
  const { rows } = await sql<Counted>`
    insert into limits.usage as u (rule, key, taken, granted, expires_at)
    select ${rule.name}, key, array_fill(${now}::timestamptz, array[least(count(*)::int, ${rule.limit}::int)]),
      least(count(*)::int, ${rule.limit}::int), ${expiresAt}::timestamptz
    from unnest(${keys}::bytea[]) as key group by key order by key
    on conflict (rule, key) do update set
      taken = ${recent} || array_fill(${now}::timestamptz, array[${granted}]),
      granted = ${granted},
      expires_at = greatest(u.expires_at, excluded.expires_at)
    returning encode(key, 'hex') as key, granted, taken`.execute(db);
  return rows;
}

function howLong(
  row: { taken: Date[] },
  allowed: boolean,
  rule: Rule,
  now: Instant,
): Pick<Taken, 'remaining' | 'retryAfter'> {
  const remaining = Math.max(0, rule.limit - row.taken.length);
  if (allowed) return { remaining, retryAfter: 0 };
  // The oldest one that still keeps the window full: later, when a rule was tightened meanwhile.
  const blocking = row.taken[row.taken.length - rule.limit] ?? now;
  const freeAt = blocking.getTime() + rule.seconds * 1000;
  return { remaining: 0, retryAfter: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)) };
}

/** Whether one more use would be allowed now; counts nothing. For what counts only when it was wrong. */
export async function peek(db: Db, { rule, key, now }: { rule: Rule; key: Buffer; now: Instant }): Promise<Taken> {
  const windowStart = new Date(now.getTime() - rule.seconds * 1000);
  const { rows } = await sql<{ taken: Date[] }>`
    select array(select t from unnest(taken) as t where t > ${windowStart} order by t) as taken
    from limits.usage where rule = ${rule.name} and key = ${key}`.execute(db);
  const taken = rows[0]?.taken ?? [];
  const allowed = taken.length < rule.limit;
  return { allowed, ...howLong({ taken }, allowed, rule, now) };
}

/** Forgets what was counted, for example after a correct password. */
export async function reset(db: Db, rule: Rule, key: Buffer): Promise<void> {
  await sql`delete from limits.usage where rule = ${rule.name} and key = ${key}`.execute(db);
}

/**
 * The key under which an address is counted: a keyed hash of its range. No address is stored, and the hash
 * cannot be tried out later, because the secret of the day is random and deleted. Counters therefore start
 * anew at midnight.
 */
export async function addressKey(
  db: Db,
  address: string,
  now: Instant,
  width: RangeWidth = 'narrow',
): Promise<Buffer> {
  return keyed(await secretOf(db, now), `address ${addressRange(address, width)}`);
}

/** The key under which anything else is counted: an account, an e-mail address, a tracking code. */
export async function subjectKey(db: Db, subject: string, now: Instant): Promise<Buffer> {
  return keyed(await secretOf(db, now), `subject ${subject}`);
}

const keyed = (secret: Buffer, text: string): Buffer =>
  createHmac('sha256', secret).update(text).digest().subarray(0, 16);

const secrets = new WeakMap<Db, { day: string; secret: Promise<Buffer> }>();

/** One read a day and process; all processes get the same secret. */
function secretOf(db: Db, now: Instant): Promise<Buffer> {
  const day = dayOf(now);
  const known = secrets.get(db);
  if (known?.day === day) return known.secret;
  const secret = sharedSecret(db, day);
  secrets.set(db, { day, secret });
  secret.catch(() => secrets.delete(db));
  return secret;
}

async function sharedSecret(db: Db, day: string): Promise<Buffer> {
  await sql`insert into limits.secret (day, secret) values (${day}::date, ${randomBytes(32)})
    on conflict (day) do nothing`.execute(db);
  const { rows } = await sql<{ secret: Buffer }>`
    select secret from limits.secret where day = ${day}::date`.execute(db);
  const secret = rows[0]?.secret;
  if (!secret) throw new Error('limits.secret: no secret of the day');
  return secret;
}

/**
 * Housekeeping for a job that runs every few minutes: old counters, secrets and used puzzles. Returns rows
 * removed.
 */
export async function removeExpired(db: Db, now: Instant): Promise<number> {
  const usage = await sql`delete from limits.usage where expires_at < ${now}`.execute(db);
  const puzzles = await sql`delete from limits.spent_puzzle where expires_at < ${now}`.execute(db);
  const old = await sql`delete from limits.secret where day < ${dayOf(now)}::date`.execute(db);
  return Number(
    (usage.numAffectedRows ?? 0n) + (puzzles.numAffectedRows ?? 0n) + (old.numAffectedRows ?? 0n),
  );
}
