/** A member's own phone in the hall: what the scanned code is worth, and the mark it makes. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Person } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { ageOf, ARRIVED_MS, shownFrom, type CodeAge } from '../rules/code.ts';
import type { Outcome, Verdict, Way } from '../rules/roll.ts';
import { memberOf, type RollSession } from '../store/roll.server.ts';
import { asHouse, targetOf, type Target } from './roll-ground.server.ts';
import { verifiedCode } from './code.server.ts';
import { markId, record } from './roll-record.server.ts';

type House = Pick<Runtime, 'db' | 'config'>;

/** When this browser first came with a code: signing in must not make the code older, and nobody else can say so. */
const signed = (secret: string, text: string) => createHmac('sha256', secret).update(`roll arrived\n${text}`).digest('base64url');
const tokenOf = (secret: string, session: number, code: string, at: Instant): string => {
  const text = `${session} ${code} ${at.getTime()}`;
  return `${Buffer.from(text).toString('base64url')}.${signed(secret, text)}`;
};
export const arrivedCookie = 'caunoi_roll';
export const arrivedSeconds = ARRIVED_MS / 1000;

function arrivedAt(secret: string, session: number, code: string, { token, now }: { token: string | undefined; now: Instant }): Instant {
  const [encoded = '', signature = ''] = (token ?? '').split('.');
  const text = Buffer.from(encoded, 'base64url').toString();
  const [given, expected] = [Buffer.from(signature), Buffer.from(signed(secret, text))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return now;
  const [forSession, forCode, at = ''] = text.split(' ');
  const arrived = Number(at);
  const fits = forSession === String(session) && forCode === code && now.getTime() - arrived <= ARRIVED_MS;
  return fits ? new Date(arrived) : now;
}

export type Scan = { session: number; code: string; token: string | undefined; now: Instant };
export type Arrival = {
  session: RollSession;
  campaign: Target['campaign'];
  age: CodeAge;
  /** To come back with after signing in. */
  token: string;
};

/** What a scanned code is worth now. Problem `session.missing`. A code that nobody made is `false`. */
export async function readArrival(house: House, { session, code, token, now }: Scan): Promise<Result<Arrival>> {
  const target = await targetOf(house.db, { session });
  if (!target.ok) return target;
  const found = { ...target.value, session: target.value.session! };
  const { secret } = house.config;
  const arrived = arrivedAt(secret, session, code, { token, now });
  const read = await verifiedCode(house, session, code);
  const age = read ? ageOf(read.window, found.session, { arrived, now }) : 'false';
  return ok({ ...found, age, token: tokenOf(secret, session, code, arrived) });
}

export type CheckedIn = {
  verdict: Verdict | 'already';
  /** What stands now: when, which way. */
  at: Instant | null;
  way: Way | null;
  outcome: Outcome | null;
  elsewhere: boolean;
};

/**
 * Records that the person is there. `late`: the code was scanned without network, or the person says so; it then waits
 * for the count of the room. Problems: `session.missing`, `code.false`, `code.old`, `code.late`, `member.none`: the
 * account belongs to nobody on a list.
 */
export async function checkIn(house: House, scan: Scan, { actor, late }: { actor: Person; late: boolean }): Promise<Result<CheckedIn>> {
  const arrival = await readArrival(house, scan);
  if (!arrival.ok) return arrival;
  const { age, campaign, session } = arrival.value;
  if (age === 'false') return problem('code.false');
  if (age === 'late') return problem('code.late');
  if (age === 'old' && !late) return problem('code.old');
  const member = await asPerson(house.db, actor.personId, (tx) => memberOf(tx, actor.personId));
  if (member === undefined) return problem('member.none');
  const { window } = (await verifiedCode(house, scan.session, scan.code))!;
  const [told] = await asHouse(house.db, 'a member checks in', (tx) => record(tx, { campaign, session }, [{
    id: markId('check-in', session.id, member, window), member, outcome: 'attended', reason: null, seen: null, way: 'code', at: shownFrom(window),
    deviceAt: age === 'old' ? shownFrom(window) : null, provisional: age === 'old',
  }], { by: actor.personId, now: scan.now, scope: 'session', about: (row) => row.member === member }));
  const { verdict, standing } = told!;
  const already = verdict === 'stands' && standing?.outcome === 'attended';
  return ok({
    verdict: already ? 'already' : verdict, at: standing?.at ?? null, way: standing?.way ?? null, outcome: standing?.outcome ?? null,
    elsewhere: standing !== null && standing.sessionId !== session.id,
  });
}
