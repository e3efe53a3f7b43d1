/** People who answer one quiz over a network with troubles. */
import { createDecipheriv } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Sheet } from '#modules/quizzes/rules/wire.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { Person } from './person.ts';
import type { Network } from './proxy.ts';
import type { TestQuiz } from './quiz.ts';

/** mulberry32: the same seed, the same troubles. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every third has two phones; every fifth forgets to hand in. */
export async function crowd(runtime: Runtime, quiz: TestQuiz, network: Network, seed: number): Promise<Person[]> {
  const sheets = await sheetsOf(runtime, quiz);
  return quiz.tickets.map((ticket, at) => new Person(ticket, () => network.port, {
    random: seeded(seed * 10_007 + at), sheet: sheets.get(ticket.payload.sheet) as Sheet, secondPhone: at % 3 === 0, submits: at % 5 !== 4,
  }));
}

async function sheetsOf({ db }: Runtime, { sittings, sheetKey }: TestQuiz): Promise<Map<number, Sheet>> {
  const { rows } = await asSystem(db, 'crowd', (tx) => sql<{ number: number; sealed: Buffer }>`
    select number, sealed from quizzes.sheet where sitting_id = ${sittings[0]}`.execute(tx));
  return new Map(rows.map(({ number, sealed }) => {
    const open = createDecipheriv('aes-256-gcm', sheetKey, sealed.subarray(0, 12));
    open.setAuthTag(sealed.subarray(-16));
    return [number, JSON.parse(gunzipSync(Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()])).toString()) as Sheet];
  }));
}
