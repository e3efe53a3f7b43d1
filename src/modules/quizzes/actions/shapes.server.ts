/** What the items of a sheet can be answered with: asked for every answer, never changed, so it is kept here. */
import type { Db } from '#platform/database/client.ts';
import { shapeOf, type ItemShape } from '../rules/sheet.ts';
import { readContent } from '../store/sheet.server.ts';

const MOST = 2_000;
/** By process and database; the oldest goes first. */
const kept = new WeakMap<Db, Map<string, readonly ItemShape[]>>();

/** Undefined: there is no such sheet. */
export async function shapesOf(db: Db, sitting: number, number: number): Promise<readonly ItemShape[] | undefined> {
  const mine = kept.get(db) ?? new Map<string, readonly ItemShape[]>();
  kept.set(db, mine);
  const name = `${sitting}/${number}`;
  const known = mine.get(name);
  if (known) return known;
  const content = await readContent(db, sitting, number);
  if (!content) return undefined;
  const shapes = content.items.map(shapeOf);
  if (mine.size >= MOST) mine.delete(mine.keys().next().value as string);
  mine.set(name, shapes);
  return shapes;
}
