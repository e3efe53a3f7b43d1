/** What routes and later modules may ask about people's own data. */
import type { Manifest } from '#platform/manifest.ts';
import { deskStepsWith } from './actions/desk-steps.server.ts';
import { jobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSampleRequests } from './actions/sample.server.ts';
import { readApplied, readRefused } from './input/desk.ts';

export { consenting, hasConsent, type ConsentChoice } from './actions/consent.server.ts';
export { readErasePage, readMyData, type ErasePage, type MyData, type MyRequest } from './actions/my-data.server.ts';
export { ownSteps } from './actions/own-steps.server.ts';
export { askCopy, askCorrection, askErasure, ownCopy } from './actions/request.server.ts';
export { copyFile } from './actions/copy-file.server.ts';
export { readQueue, readRequest, type DeskItem, type DeskQueue, type DeskRequest } from './actions/queue.server.ts';
export { readRetention, retentionDays, setRetention, type RetentionPage, type RuleLine } from './actions/retention.server.ts';
export { readCorrection } from './input/correction.ts';
export { readQueueQuery } from './input/list.ts';
export { readDays } from './input/retention.ts';
export { readTyped, type Typed } from './input/typed.ts';
export type { PartText } from './rules/present.ts';
export type { Purpose } from './rules/purposes.ts';

/** The forms of officers on the page of a request, by their names. */
export const deskSteps = deskStepsWith({ applied: readApplied, refused: readRefused });

export const manifest: Manifest = {
  jobs,
  personal,
  rehoming,
  async sample(runtime) {
    await loadSampleRequests(runtime, new Date());
    return [];
  },
};
