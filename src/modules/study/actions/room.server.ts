/** The count of the room: what the organiser counted beside what the list says, and what becomes of late codes. */
import { randomUUID } from 'node:crypto';
import { audit } from '#platform/audit/audit.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { RoomForm } from '../input/roll.ts';
import { closedFor, isRefusal, settle } from '../rules/roll.ts';
import { marksOf } from '../store/roll.server.ts';
import { presentIn, writeRoom, type Present } from '../store/roll-more.server.ts';
import { asHouse, heldOf, ofOrganiser, targetOf, type Ground, type Keeper, type Target } from './roll-ground.server.ts';
import { record, type NewMark } from './roll-record.server.ts';

export type RoomPage = {
  campaign: Target['campaign'];
  session: NonNullable<Target['session']>;
  /** Members on the list: certain, and from codes that came late. */
  certain: number;
  waiting: Present[];
};

async function organised(db: Ground['db'], sessionId: number, { actor }: Keeper) {
  const target = await targetOf(db, { session: sessionId });
  if (!target.ok) return target;
  const { campaign, session } = target.value;
  return session && ofOrganiser(session, actor) ? ok({ campaign, session }) : problem('forbidden');
}

/** Problems: `session.missing`, `forbidden`: only the body that organises it counts its room. */
export async function readRoom({ db }: Ground, sessionId: number, keeper: Keeper): Promise<Result<RoomPage>> {
  const found = await organised(db, sessionId, keeper);
  if (!found.ok) return found;
  const present = await asHouse(db, 'count of a room', (tx) => presentIn(tx, sessionId));
  return ok({ ...found.value, certain: present.filter(({ provisional }) => !provisional).length, waiting: present.filter(({ provisional }) => provisional) });
}

export type RoomSaid = RoomForm & { confirmed: readonly number[]; leftOut: readonly number[] };

/** Problems: as `readRoom`; `not.open`, `cancelled`. Late codes about which nothing is said go on waiting. */
export async function confirmRoom({ db }: Ground, sessionId: number, said: RoomSaid, keeper: Keeper): Promise<Result<void>> {
  const found = await organised(db, sessionId, keeper);
  if (!found.ok) return found;
  const { campaign } = found.value;
  const closed = closedFor(heldOf(found.value));
  if (closed) return problem(closed);
  const { actor, now } = keeper;
  return asHouse(db, 'count of a room', async (tx) => {
    const waiting = new Set((await presentIn(tx, sessionId)).filter(({ provisional }) => provisional).map(({ member }) => member));
    const chosen = [...said.confirmed, ...said.leftOut].filter((member) => waiting.has(member));
    const before = await marksOf(tx, campaign.id, chosen);
    const marks = chosen.map((member): NewMark => {
      // Left out: what is known without the late code.
      const rest = settle(before.filter((mark) => mark.member === member && !mark.provisional && !isRefusal(mark.verdict)));
      const outcome = said.confirmed.includes(member) ? 'attended' : (rest?.outcome ?? null);
      return { id: randomUUID(), member, outcome, reason: outcome === 'attended' ? null : (rest?.reason ?? null), seen: 'attended', way: 'code', at: now, deviceAt: null, decides: true };
    });
    await record(tx, found.value, marks, { by: actor.personId, now, scope: 'session', about: ({ member }) => waiting.has(member) });
    await writeRoom(tx, sessionId, { counted: said.counted, nonMembers: said.nonMembers, by: actor.personId, now });
    const details = { counted: said.counted, nonMembers: said.nonMembers, confirmed: said.confirmed.length, leftOut: said.leftOut.length };
    await audit(tx, { kind: 'study.roomCounted', by: actor, bodyId: found.value.session.bodyId, subject: `session:${sessionId}`, details, now });
    return ok(undefined);
  });
}
