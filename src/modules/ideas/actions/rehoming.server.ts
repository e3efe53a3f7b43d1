/**
 * How ideas follow a reorganisation: what is still to be done goes on where the body's work goes, with the days that
 * were promised; what is done stays where it was done.
 */
import { within } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { lockIdea } from '../store/idea.server.ts';
import { bodiesAtWork, countIn, followersIn, goingOn, moveQuietly } from '../store/rehoming.server.ts';
import { writeSetting } from '../store/settings.server.ts';
import { concerned } from './idea-page.server.ts';
import { readReceptionBody } from './settings.server.ts';
import { takeStep } from './step.server.ts';

/** What is done stays where it was done; who follows an idea follows it wherever it goes. */
const STAYING = new Set(['history', 'followers']);

async function touched(db: Db, bodies: readonly number[]): Promise<Touched[]> {
  const counts = [...(await countIn(db, bodies)), ...(await followersIn(db, bodies))];
  const reception = await readReceptionBody(db);
  const lines = counts.map((line): Touched => ({ ...line, becomes: STAYING.has(line.key) ? 'stays' : 'moves' }));
  return bodies.includes(reception) ? [{ key: 'reception', body: reception, count: 1, becomes: 'moves' }, ...lines] : lines;
}

export const rehoming: Rehoming = {
  module: 'ideas',
  finishes: true,
  preview: (db, from) => touched(db, from),
  async apply(tx, { destinations, now, by }) {
    const bodies = destinations.map(({ from }) => from);
    const done = await touched(tx, bodies);
    const concerned = new Set(await bodiesAtWork(tx, bodies));
    for (const { from, to } of destinations.filter((each) => concerned.has(each.from))) {
      // The highest body of all ended and nobody is named: its files stay where they are.
      if (to !== null) await handOn(tx, { from, to }, { now });
    }
    const reception = await readReceptionBody(tx);
    const receives = destinations.find(({ from }) => from === reception)?.to;
    if (receives) await writeSetting(tx, 'reception_body', receives, by.personId);
    return done;
  },
};

type Hand = { from: number; to: number };

async function handOn(tx: Db, { from, to }: Hand, { now }: { now: Instant }): Promise<void> {
  for (const id of await goingOn(tx, from)) await handOnOne(tx, id, { from, to, now });
  await moveQuietly(tx, { from, to, now });
}

/** One public line in the idea's own history: who goes on with it now, and since when. */
async function handOnOne(tx: Db, id: number, { from, to, now }: Hand & { now: Instant }): Promise<void> {
  const idea = await lockIdea(tx, id);
  if (!idea) return;
  const change = {
    ...(idea.leadBody === from ? { lead_body: to } : {}),
    ...(idea.receptionBody === from ? { reception_body: to } : {}),
  };
  const open = { tx, idea, concern: concerned(idea), within: await within(tx, dayOf(now)), now };
  const taken = await takeStep(open, { kind: 'rehome', by: { kind: 'system' }, bodyId: to, data: { from }, change });
  if (!taken.ok) throw new Error(`Idea ${id} cannot go on in body ${to}`);
}
