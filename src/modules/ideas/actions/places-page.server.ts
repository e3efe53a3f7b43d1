import { currentTree, findPlaces, placesWithin, type PlaceLabel, type PlaceNode } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { PlaceCount } from '../rules/place-counts.ts';
import { countByPlace, countWithoutPlace } from '../store/list.server.ts';

export type FoundPlace = {
  place: PlaceLabel;
  /** What stands for it today, each with its ideas. */
  now: { id: number; name: string; count: number }[];
};

export type PlacesPage = {
  q: string;
  /** Places of today in Vietnamese order; `count` includes everything below and what was filed under old names. */
  tree: PlaceCount[];
  found: FoundPlace[];
  /** Named no place. */
  withoutPlace: number;
  /** Named a place for whose ground no single place stands today, such as a former district. */
  elsewhere: number;
};

const MAX_QUERY = 100;
const MOST_FOUND = 12;

/** Public ideas by place of today: the same counts that the list shows under `?place=`. */
export async function readPlaces(db: Db, query: string, now: Instant): Promise<PlacesPage> {
  const today = dayOf(now);
  const q = normaliseLine(query).slice(0, MAX_QUERY);
  const [counted, withoutPlace, nodes, labels] = await Promise.all([
    countByPlace(db),
    countWithoutPlace(db),
    currentTree(db, today),
    q === '' ? [] : findPlaces(db, { q, today, limit: MOST_FOUND }),
  ]);
  const counts = new Map(counted.map(({ placeId, n }) => [placeId, n]));
  const reached = new Set<number>();
  const countNode = async ({ id, name, kind, children }: PlaceNode): Promise<PlaceCount> => {
    const within = await placesWithin(db, id, today);
    for (const each of within) reached.add(each);
    const count = within.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
    return { id, name, kind, count, children: await Promise.all(children.map(countNode)) };
  };
  const tree = await Promise.all(nodes.map(countNode));
  const byId = new Map(flat(tree).map((node) => [node.id, node]));
  return {
    q,
    tree,
    found: labels.map((place) => ({
      place,
      now: place.nowIds.flatMap((id) => {
        const node = byId.get(id);
        return node ? [{ id, name: node.name, count: node.count }] : [];
      }),
    })),
    withoutPlace,
    elsewhere: counted.reduce((sum, { placeId, n }) => sum + (reached.has(placeId) ? 0 : n), 0),
  };
}

const flat = (nodes: readonly PlaceCount[]): PlaceCount[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
