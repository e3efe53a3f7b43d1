export {
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
export type { PlaceLabel, PlaceNode, PlaceTree, PlaceVersion } from './rules.ts';
