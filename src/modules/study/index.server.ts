import type { Manifest } from '#platform/manifest.ts';
import { campaignStepsWith, memberSessionStepsWith, sessionStepsWith, studiedStepsWith } from './actions/campaign-steps.server.ts';
import { jobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSample } from './actions/sample.server.ts';
import { readMoveForm, readReason, readStudiedForm, readTypedStep } from './input/campaign.ts';
import {
  readAnswerWords, readHiding, readMinutesWords, readQuestionId, readQuestionWords, readSessionForm, readTypedSession, readTypedWords,
} from './input/session.ts';

export { announceCampaign, endCampaign } from './actions/announce.server.ts';
export { dropStudied, saveCampaign, setAudience, setStudied, startCampaign } from './actions/campaign.server.ts';
export { readAudiencePage, readClausesPage, readStudiedPage, type AudiencePage, type ClausesPage, type StudiedPage } from './actions/desk-parts.server.ts';
export {
  readDeskCampaign, readDeskCampaigns, readEditPage, readStartPage, type CampaignFormPage, type DeskCampaign, type DeskCampaigns,
  type StudiedView,
} from './actions/desk.server.ts';
export { branchesOfSecretary } from './actions/own-branches.server.ts';
export {
  calendarResponse, campaignCalendar, chooseReminders, makeCalendar, ownCalendar, readSettings, revokeCalendar, type LearnSettings,
} from './actions/calendar.server.ts';
export {
  readLearn, readLearnCampaign, readLearnSession, type LearnCampaign, type LearnPage, type LearnSession, type Standing,
} from './actions/learn.server.ts';
export { choicesOf, type Choice } from './store/learn.server.ts';
export { readReminderLog, type ReminderLog } from './actions/reminder-log.server.ts';
export { moveParticipant, refreshRoster } from './actions/refresh.server.ts';
export { addSession } from './actions/session.server.ts';
export {
  readDeskSession, readMinutes, readSessionStart, type DeskQuestion, type DeskSession, type SessionFormPage,
} from './actions/session-pages.server.ts';
export {
  readAudienceForm, readCampaignForm, readCampaignQuery, readIdQuery, readTypedAudience, readTypedCampaign, readTypedStep,
  type TypedAudience, type TypedCampaign, type TypedStep,
} from './input/campaign.ts';
export { readChoice, readSessionForm, readTypedSession, readTypedWords, type TypedSession, type TypedWords } from './input/session.ts';
export { asksProof } from './rules/campaign.ts';

/** Every form on the pages of a campaign, of what is studied in it, of a session, and of a session as a participant sees it. */
export const campaignSteps = campaignStepsWith({ step: readTypedStep, reason: readReason, move: readMoveForm });
export const studiedSteps = studiedStepsWith(readStudiedForm);
const sessionReaders = {
  session: readTypedSession, sessionForm: readSessionForm, words: readTypedWords, minutes: readMinutesWords, answer: readAnswerWords,
  hiding: readHiding, question: readQuestionId, asked: readQuestionWords, step: readTypedStep, reason: readReason,
};
export const sessionSteps = sessionStepsWith(sessionReaders);
export const memberSessionSteps = memberSessionStepsWith(sessionReaders);

export { readRates, type RateRow, type RatesPage } from './actions/rates.server.ts';
export { ratesFile } from './actions/rates-file.server.ts';
export { reopen, signOff } from './actions/sign-off.server.ts';
export { campaignsNamed, sampleCampaigns, sessionsNamed, type Named, type NamedCampaign, type NamedSession } from './store/named.server.ts';

export { entryOfMember, entryOfPerson, rosterEntries, rosterNamed, type NamedEntry, type RosterEntry } from './store/entry.server.ts';

export { readRolls, type Rolls } from './actions/roll-index.server.ts';
export { readRoll, takeRest, takeTaps, type RollPage } from './actions/roll.server.ts';
export type { Asked as AskedRoll } from './actions/roll-ground.server.ts';
export {
  idOf, readAccepted, readAnswer, readCodeBody, readObjection, readRestForm, readRoomForm, readSheetQuery, readTapForm, readTaps,
  readTypedSheet, readWaiting, type TypedSheet,
} from './input/roll.ts';
export { isRefusal } from './rules/roll.ts';

export {
  arrivedCookie, arrivedSeconds, checkIn, readArrival, type Arrival, type CheckedIn,
} from './actions/check-in.server.ts';
export { confirmRoom, readRoom, type RoomPage } from './actions/room.server.ts';
export { applyFile, dryRun, type Accepted, type DryRun } from './actions/roll-import.server.ts';
export { markId, type Told } from './actions/roll-record.server.ts';
export {
  applySheet, previewSheet, printSheet, readSheetPage, type SheetPage, type SheetPreview,
} from './actions/sheet.server.ts';
export { answer, object, readMine, readTrail, type Mine, type Trail } from './actions/trail.server.ts';
export { readScreen, type Screen } from './actions/code.server.ts';

export const manifest: Manifest = { sample: loadSample, jobs, personal, rehoming };
