import type { Manifest } from '#platform/manifest.ts';
import { personal } from './actions/personal.server.ts';
import { loadPlaces } from './actions/places.server.ts';

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
} from './actions/places.server.ts';
export {
  correctOnePlace,
  enterChange,
  readDeskPlace,
  type DeskPlacePage,
  type PlaceEditor,
} from './actions/change.server.ts';
export { readPlaceChange, readPlaceCorrection, readPlaceFounding } from './input/change.ts';
export { nameOfPlace, readPlacePage, readPlacesLevel, type PlacePage, type PlacesPage } from './actions/pages.server.ts';
export { placesApi, readPlacesQuery } from './input/api.ts';
export type { PlaceLabel, PlaceNode, PlaceTree, PlaceVersion } from './rules/places.ts';

export const manifest: Manifest = {
  personal,
  async prepare({ db }) {
    await loadPlaces(db);
  },
};
