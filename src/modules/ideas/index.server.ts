import { dayOf } from '#platform/clock.ts';
import type { Manifest } from '#platform/manifest.ts';
import { eraseHandedOver } from './actions/quarantine.server.ts';
import { mailJobs, silentJobs } from './actions/jobs.server.ts';
import { ledgerContents } from './actions/ledger-contents.server.ts';
import { leaveByOneClick, sendIdea } from './hot.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { remindersJob } from './actions/reminders.server.ts';
import { personal } from './actions/personal.server.ts';
import { prepareSettings } from './actions/settings.server.ts';

export { chooseReceptionBody, readReceptionBody } from './actions/settings.server.ts';
export { openForm, receiveForm, PUZZLE_PURPOSE, type FormAgain } from './actions/form.server.ts';
export { similarIdeas, type SimilarIdea } from './actions/similar.server.ts';
export { readTicket } from './actions/ticket.server.ts';
export { readForm } from './input/form.ts';
export { readIdeaFile } from './actions/files.server.ts';
export {
  readIdeaPage,
  type IdeaPage,
  type PublishedAnswer,
  type TimelineEntry,
  type Tombstone,
} from './actions/idea-page.server.ts';
export { readFront, type Front, type FrontAnswer } from './actions/front.server.ts';
export { listIdeas, type IdeaCard, type IdeaList } from './actions/read.server.ts';
export {
  answerFields,
  answerIdea,
  answerIdeas,
  answerStatistics,
  answerTrack,
} from './actions/api.server.ts';
export { readLedger, type LedgerEntry, type LedgerPage } from './actions/ledger-page.server.ts';
export { readPlaces, type PlacesPage } from './actions/places-page.server.ts';
export { exportStatistics } from './actions/open-data.server.ts';
export { suggestIdeas } from './actions/suggest.server.ts';
export { readStatistics } from './actions/transparency.server.ts';
export { sendIdea };
export { readIdeasQuery } from './input/api.ts';
export { readLedgerQuery } from './input/ledger.ts';
export { ideasApi } from './input/endpoints.ts';
export { readQuarter, readStatisticsQuery } from './input/statistics.ts';
export { submitIdea } from './actions/submit.server.ts';
export { isSupporting, supportIdea } from './actions/support.server.ts';
export {
  askToFollow,
  confirmFollow,
  leaveFollow,
  openFollow,
  readSubscription,
  readWish,
  type FollowPage,
} from './actions/follow.server.ts';
export { feedAddresses, feedResponse, openFeeds, type FeedsPage } from './actions/feeds.server.ts';
export { sharePicture } from './actions/share.server.ts';
export { readFollow, readToken } from './input/follow.ts';
export type { Followed } from './rules/sentences.ts';
export { readAuthorForm, readCode, type AuthorStep } from './input/track.ts';
export type { TrackPage } from './actions/track.server.ts';
export {
  actAsAuthor,
  enterCode,
  holdCode,
  isHolding,
  leaveTrack,
  readOwnFile,
  visitTrack,
} from './actions/track-visit.server.ts';
export { readListQuery } from './input/list.ts';
export { readQueue, type DueLabel, type Queue, type QueueItem } from './actions/queue.server.ts';
export {
  readCaseFile,
  routeChoices,
  type BodyChoice,
  type CaseAppeal,
  type CaseEntry,
  type CaseFile,
  type CaseMessage,
  type RouteChoices,
} from './actions/case-file.server.ts';
export { takeDeskStep } from './actions/desk-step.server.ts';
export { leaveCluster } from './actions/cluster.server.ts';
export { decideAppeal } from './actions/appeal.server.ts';
export { applyBulk, previewBulk, type BulkPreview, type BulkReport } from './actions/bulk.server.ts';
export { deskFile } from './actions/desk-file.server.ts';
export {
  handOverIdea,
  openQuarantine,
  readQuarantine,
  releaseIdea,
  type QuarantineCover,
  type QuarantinedMatter,
} from './actions/quarantine.server.ts';
export {
  readBulk,
  readBulkQuery,
  readDeskStep,
  readHandOver,
  readQueueQuery,
  readRuling,
  readSeen,
  readTyped,
  type Picked,
  type Typed,
} from './input/moderate.ts';
export { isAnswerPublishing } from './rules/answer.ts';
export { deskSteps, isBulkStep, isDeskStep, isPublishing, type BulkStep, type DeskStep } from './rules/desk.ts';
export { isMatter } from './rules/classify.ts';

export { readAgencyQueue, type AgencyItem, type AgencyQueue, type DueDay } from './actions/agency-queue.server.ts';
export { readAnswerDesk, type AgencyDraft, type AnswerDesk } from './actions/answer-desk.server.ts';
export {
  discardDraft,
  publishAnswer,
  recallDraft,
  returnDraft,
  saveDraft,
  startAppraisal,
} from './actions/answer.server.ts';
export { extendDeadline } from './actions/extension.server.ts';
export { finishMilestone, moveMilestone } from './actions/milestone.server.ts';
export { exportOverdue, readOverdueBoard, type OverdueBoard, type OverdueItem } from './actions/overdue.server.ts';
export { REMINDER } from './actions/reminders.server.ts';
export {
  changeRows,
  readAgencyQuery,
  readAnswerValues,
  readApproval,
  readDraftToSave,
  readDraftToSubmit,
  readExtension,
  readMilestoneDone,
  readMilestoneMove,
  readReturn,
  readVersion,
} from './input/answer.ts';

export const manifest: Manifest = {
  hot: [sendIdea, ...leaveByOneClick],
  jobs: [eraseHandedOver, ...silentJobs, ...mailJobs, remindersJob],
  sample: async (runtime) => (await import('./actions/sample/load.server.ts')).loadSampleIdeas(runtime, new Date()),
  ledger: ledgerContents,
  rehoming,
  personal,
  prepare: ({ db }) => prepareSettings(db, dayOf(new Date())),
};
