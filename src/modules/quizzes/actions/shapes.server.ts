/** What the items of a sheet can be answered with: asked for every answer, never changed, so it is kept here. */
import type { Lane } from '#platform/database/lane.server.ts';
import { shapeOf, type ItemShape } from '../rules/sheet.ts';
import { readContent } from '../store/sheet.server.ts';

const MOST = 2_000;
/** By process and its connections; the oldest goes first. */
const kept = new WeakMap<Lane, Map<string, readonly ItemShape[]>>();

const nameOf = (sitting: number, number: number): string => `${sitting}/${number}`;

/** Undefined: there is no such sheet. Known ones are there at once, without a promise: this is asked for every answer. */
export const shapesOf = (lane: Lane, sitting: number, number: number): readonly ItemShape[] | Promise<readonly ItemShape[] | undefined> =>
  kept.get(lane)?.get(nameOf(sitting, number)) ?? readShapes(lane, sitting, number);

async function readShapes(lane: Lane, sitting: number, number: number): Promise<readonly ItemShape[] | undefined> {
  const content = await lane.run((db) => readContent(db, sitting, number));
  if (!content) return undefined;
  const shapes = content.items.map(shapeOf);
  const mine = kept.get(lane) ?? new Map<string, readonly ItemShape[]>();
  kept.set(lane, mine);
  if (mine.size >= MOST) mine.delete(mine.keys().next().value as string);
  mine.set(nameOf(sitting, number), shapes);
  return shapes;
}
