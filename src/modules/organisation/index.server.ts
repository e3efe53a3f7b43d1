import type { Manifest } from '#platform/manifest.ts';
import { loadBodies } from './actions/bodies.server.ts';
import { completeReach } from './actions/reach.server.ts';

export {
  ancestors,
  bodiesActive,
  bodiesOfPlace,
  bodiesWithin,
  bodiesWritten,
  bodyAsOf,
  bodyLabel,
  bodyName,
  bodyTree,
  changeBodies,
  createBody,
  enterBodies,
  findBodies,
  findBodyBySymbol,
  isWithin,
  loadBodies,
  parentOf,
  presentBodies,
  within,
  type BodyEntry,
  type IsWithin,
} from './actions/bodies.server.ts';
export { readBodyPage, readOrganisation, type BodyPage, type OrganisationPage } from './actions/pages.server.ts';
export { BRANCH } from './rules/bodies.ts';
export type { BodyLabel, BodyTree, BodyVersion } from './rules/bodies.ts';

export const manifest: Manifest = {
  /**
   * The sample bodies come before any other sample: settings of later modules look bodies up when they
   * prepare.
   */
  async prepare({ db, config }) {
    if (config.sample !== 'none') await loadBodies(db);
    await completeReach(db);
  },
};
