/**
 * How study follows a reorganisation: open campaigns and sessions to come go on where the body's work goes; members on
 * open rosters are counted where they now belong, with a line that says so; what is signed for, and what is over, stays.
 */
import type { Db } from '#platform/database/client.ts';
import type { Rehomed, Rehoming, Touched } from '#platform/rehoming.ts';
import { countIn, moveCampaigns, moveRosters } from '../store/rehoming.server.ts';
import { asHouse } from './ground.server.ts';

async function touched(db: Db, bodies: readonly number[]): Promise<Touched[]> {
  return (await countIn(db, bodies)).map((line): Touched => ({ ...line, becomes: line.key === 'signed' ? 'stays' : 'moves' }));
}

async function apply(tx: Db, { destinations, parts, on, now, number, by }: Rehomed): Promise<Touched[]> {
  const bodies = [...new Set([...destinations, ...parts].map(({ from }) => from))];
  const done = await touched(tx, bodies);
  const ways = destinations.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  await moveCampaigns(tx, ways, now);
  const divided = parts.map(({ from, into, rest }) => ({ from, to: rest, into: into.map(({ id }) => id) }));
  const whole = ways.filter(({ from }) => !parts.some((part) => part.from === from)).map((way) => ({ ...way, into: [way.to] }));
  await moveRosters(tx, [...whole, ...divided], { on, number, by: by.personId, now });
  return done;
}

export const rehoming: Rehoming = {
  module: 'study',
  finishes: true,
  preview: (db, from) => asHouse(db, 'preview of a reorganisation', (tx) => touched(tx, from)),
  apply: (tx, rehomed) => asHouse(tx, 'reorganisation', (own) => apply(own, rehomed)),
};
