import type { Manifest } from '#platform/manifest.ts';
import { loadPlaces } from './actions.server.ts';

export {
  answerPlaces,
  children,
  currentTree,
  descendants,
  findPlaces,
  labelOf,
  loadPlaces,
  lookUpPlace,
  placeAsOf,
  placeTree,
  placesWithin,
  presentPlaces,
} from './actions.server.ts';
export { placesApi, readPlacesQuery } from './input.ts';
export type { PlaceLabel, PlaceNode, PlaceTree, PlaceVersion } from './rules.ts';

export const manifest: Manifest = {
  async prepare({ db }) {
    await loadPlaces(db);
  },
};
