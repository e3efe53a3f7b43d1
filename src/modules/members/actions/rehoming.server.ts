/**
 * How members follow a reorganisation: they go on in the body that takes theirs over, those of a body that is divided
 * where the lists of the plan say; exemptions are the person's.
 */
import { emit } from '#platform/jobs/events.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { PartNow, Planned, Rehomed, Rehoming, Touched } from '#platform/rehoming.ts';
import { cancelImports, exemptionsIn, importsIn, membersIn, moveMembers, type Moving } from '../store/rehoming.server.ts';
import { countHere, countShares, keepOnlyWays, listGone, listHere, writeOutcomes, type Outcome, type Shared } from '../store/share.server.ts';
import { asHouse } from './ground.server.ts';
import { follower } from './share.server.ts';

async function touched(db: Db, bodies: readonly number[], on: Day): Promise<Touched[]> {
  const members = await membersIn(db, bodies, on);
  const exemptions = await exemptionsIn(db, bodies, on);
  const imports = await importsIn(db, bodies);
  return [
    ...members.map(({ body, count }): Touched => ({ key: 'members', body, count, becomes: 'moves' })),
    ...exemptions.map(({ body, count }): Touched => ({ key: 'exemptions', body, count, becomes: 'stays' })),
    ...[...Map.groupBy(imports, ({ body }) => body)].map(([body, all]): Touched => ({ key: 'imports', body, count: all.length, becomes: 'ends' })),
  ];
}

/** Of a body that is divided the lines of its lists stand in place of the one of all its members. */
const divided = (parts: readonly { from: number }[], lines: readonly Touched[]): Touched[] =>
  lines.filter(({ key, body }) => key !== 'members' || !parts.some(({ from }) => from === body));

async function planned(db: Db, on: Day, { number, parts }: Planned): Promise<Touched[]> {
  const lines: Touched[] = [];
  for (const { from, into, rest } of parts) {
    const counts = await countShares(db, { plan: number, body: from }, on);
    const listed = into.map((to) => ({ to, count: sum(counts.filter((each) => each.to === String(to) && each.present)) }));
    const others = (await countHere(db, from, on)) - sum(listed);
    const gone = sum(counts.filter(({ present }) => !present));
    lines.push(...listed.map(({ to, count }) => line('members', from, to, count)), line('membersRest', from, rest, others));
    lines.push({ key: 'membersGone', body: from, count: gone, becomes: 'stays' });
  }
  return lines.filter(({ count }) => count > 0);
}

const sum = (counts: readonly { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);
const line = (key: string, body: number, to: number | string, count: number): Touched =>
  ({ key, body, count, ...(to === body ? { becomes: 'stays' } : { becomes: 'moves', to }) });

type Shares = { moving: Moving[]; lines: Touched[] };

/** Who goes where, as it is on the day: whoever came late goes with the rest, whoever has left is not moved. */
async function shareOut(tx: Db, part: PartNow, { on, now, number, since }: Rehomed): Promise<Shares> {
  const { from, into, rest } = part;
  const at = { plan: number, body: from };
  const gone = await listGone(tx, at, on);
  const here = await listHere(tx, { ...at, on, since, limit: null, offset: 0 });
  const restKey = into.find(({ id }) => id === rest)?.key ?? String(rest);
  const ids = new Map(into.map(({ key, id }) => [key, id]));
  const way = ({ id, to, late }: Shared) => {
    const listed = to !== null && ids.has(to);
    const outcome: Outcome = listed ? 'listed' : late ? 'late' : 'rest';
    return { member: id, key: listed ? to : restKey, to: listed ? ids.get(to)! : rest, outcome };
  };
  const ways = here.map((each) => ({ ...way(each), code: each.code }));
  await writeOutcomes(tx, at, ways.map(({ member, key, outcome }) => ({ member, to: key, outcome })), now);
  const count = (outcome: Outcome, to: number) => ways.filter((each) => each.outcome === outcome && each.to === to).length;
  const late = ways.filter(({ outcome }) => outcome === 'late').map(({ code }) => code);
  const lines: Touched[] = [
    ...into.map(({ id }) => line('members', from, id, count('listed', id))),
    line('membersRest', from, rest, count('rest', rest)),
    { ...line('membersLate', from, rest, late.length), who: late.slice(0, MOST_NAMED) },
    { key: 'membersGone', body: from, count: gone.length, becomes: 'stays', who: gone.slice(0, MOST_NAMED).map(({ code }) => code) },
  ];
  const moving = ways.filter(({ to }) => to !== from).map(({ member, to }): Moving => ({ from, to, member }));
  return { moving, lines: lines.filter((each) => each.count > 0) };
}
/** Codes in a printed record; the annex names everybody. */
const MOST_NAMED = 40;

async function apply(tx: Db, rehomed: Rehomed): Promise<Touched[]> {
  const { destinations, parts, on, now, by, number } = rehomed;
  const done = divided(parts, await touched(tx, destinations.map(({ from }) => from), on));
  const shares: Shares[] = [];
  for (const part of parts) shares.push(await shareOut(tx, part, rehomed));
  const whole = destinations.filter(({ from }) => !parts.some((part) => part.from === from));
  await moveMembers(tx, [...whole, ...shares.flatMap(({ moving }) => moving)], on, { by: by.personId, now });
  await cancelImports(tx, destinations.map(({ from }) => from), now);
  await emit(tx, 'members.changed', { reorganisation: number });
  return [...shares.flatMap(({ lines }) => lines), ...done];
}

export const rehoming: Rehoming = {
  module: follower.name,
  finishes: follower.finishes,
  // The officers administer all these bodies, and see numbers only.
  preview: (db, from, on, plan) =>
    asHouse(db, 'preview of a reorganisation', async (tx) => {
      const lines = await touched(tx, from, on);
      return plan ? [...(await planned(tx, on, plan)), ...divided(plan.parts, lines)] : lines;
    }),
  revised: (tx, { number, parts }) =>
    asHouse(tx, 'a draft was changed', (own) =>
      keepOnlyWays(own, number, parts.flatMap(({ from, into }) => into.map((to) => ({ body: from, to: String(to) }))))),
  sharing: (plan, body) => `/desk/organisation/reorganisations/${plan}/members/${body}`,
  apply: (tx, rehomed) => asHouse(tx, 'reorganisation', (own) => apply(own, rehomed)),
};
