import type { Manifest } from '#platform/manifest.ts';
import { applyDue, REORGANISED, reorganisedContent } from './actions/apply.server.ts';
import { loadBodies } from './actions/bodies.server.ts';
import { draftStepsWith } from './actions/draft-steps.server.ts';
import { reorganisationsJob } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { completeReach } from './actions/reach.server.ts';
import { isStepKind, readHeading, readHeirs, readPlace, readStep } from './input/reorganisation.ts';

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
export { highestBodies, readBodyPage, readOrganisation, type BodyPage, type OrganisationPage } from './actions/pages.server.ts';
export { correctOne, foundOne, readDeskBody, type DeskBody } from './actions/correct.server.ts';
export { readCorrection, readFounding } from './input/correction.ts';
export { BRANCH } from './rules/bodies.ts';
export type { BodyLabel, BodyTree, BodyVersion } from './rules/bodies.ts';

export { chooseRest, readPlanParts, sharePlan, type PartHeir, type PlanPart, type PlanParts } from './actions/parts.server.ts';
export { suggestForPlan } from './actions/plan-steps.server.ts';
export {
  readRecord,
  readReorganisation,
  readReorganisations,
  type RecordPage,
  type ReorganisationList,
  type ReorganisationPage,
  type StepShown,
} from './actions/reorganisation-pages.server.ts';
export { beginReorganisation, decide } from './actions/reorganise.server.ts';
export { isStepKind, readDecision, readHeading, readPage, readTyped } from './input/reorganisation.ts';
export const draftSteps = draftStepsWith({ readHeading, readStep, isStepKind, readPlace, readHeirs });
export { isAct } from './rules/reorganisation.ts';
export type { MovedLine, StepTold } from './rules/record.ts';

export const manifest: Manifest = {
  jobs: [reorganisationsJob],
  ledger: { [REORGANISED]: reorganisedContent },
  personal,
  /**
   * The sample bodies come before any other sample: settings of later modules look bodies up when they
   * prepare.
   */
  async prepare(runtime) {
    const { db, config } = runtime;
    if (config.sample !== 'none') await loadBodies(db);
    await completeReach(db);
    // What was due while the system was off.
    await applyDue(runtime, new Date());
  },
};
