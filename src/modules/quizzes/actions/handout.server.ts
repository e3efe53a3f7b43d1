/** Sealed sheets and keys, as phones fetch them: the same bytes for everybody, kept here so that the bell asks nothing. */
import { createHash } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { SittingKey } from '../rules/wire.ts';
import { readKey, readSealed, type KeyRow } from '../store/sheet.server.ts';

export type Handout = { bytes: Buffer; etag: string };

const MOST_BYTES = 64 * 1024 * 1024;
/** A quiz that is called off, or a sitting that is moved, is known everywhere after this long. */
const KEY_FOR_MS = 5_000;

type Kept = {
  sheets: Map<string, Handout>;
  bytes: number;
  keys: Map<number, { row: Promise<KeyRow | undefined>; until: number }>;
};
const keptBy = new WeakMap<Runtime['pool'], Kept>();

function keptOf({ pool }: Runtime): Kept {
  const known = keptBy.get(pool) ?? { sheets: new Map(), bytes: 0, keys: new Map() };
  keptBy.set(pool, known);
  return known;
}

/** Never changes once it is published. Problem: `sheet.unknown`. */
export async function sealedSheet(runtime: Runtime, sitting: number, number: number): Promise<Result<Handout>> {
  const kept = keptOf(runtime);
  const name = `${sitting}/${number}`;
  const known = kept.sheets.get(name);
  if (known) return ok(known);
  const bytes = await runtime.lane.run((db) => readSealed(db, sitting, number));
  if (!bytes) return problem('sheet.unknown');
  const handout = { bytes, etag: etagOf(bytes) };
  if (kept.bytes + bytes.length > MOST_BYTES) {
    kept.sheets.clear();
    kept.bytes = 0;
  }
  kept.sheets.set(name, handout);
  kept.bytes += bytes.length;
  return ok(handout);
}

const etagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;

/** Never before the sitting opens, by the server's clock. Problems: `sitting.unknown`, `sitting.early` {seconds}, `quiz.cancelled`. */
export async function sittingKey(runtime: Runtime, sitting: number, now: Instant): Promise<Result<Handout>> {
  const row = await keyRow(runtime, sitting, now);
  if (!row?.key) return problem('sitting.unknown');
  if (row.cancelled) return problem('quiz.cancelled');
  if (now < row.opens) return problem('sitting.early', { seconds: Math.ceil((row.opens.getTime() - now.getTime()) / 1_000) });
  const said: SittingKey = { sitting, key: row.key.toString('base64url') };
  const bytes = Buffer.from(JSON.stringify(said));
  return ok({ bytes, etag: etagOf(bytes) });
}

/** Twenty thousand phones at the bell ask the database once. */
function keyRow(runtime: Runtime, sitting: number, now: Instant): Promise<KeyRow | undefined> {
  const { keys } = keptOf(runtime);
  const known = keys.get(sitting);
  if (known && known.until > now.getTime()) return known.row;
  if (keys.size > 10_000) keys.clear();
  const row = runtime.lane.run((db) => readKey(db, sitting));
  keys.set(sitting, { row, until: now.getTime() + KEY_FOR_MS });
  row.catch(() => keys.delete(sitting));
  return row;
}
