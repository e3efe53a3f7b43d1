import { dayOf } from '#platform/clock.ts';
import type { Manifest } from '#platform/manifest.ts';
import { ledgerContents } from './actions/ledger-contents.server.ts';
import { sendIdea } from './hot.server.ts';
import { prepareSettings } from './actions/settings.server.ts';

export { chooseReceptionBody } from './actions/settings.server.ts';
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
export { submitIdea } from './actions/submit.server.ts';
export { isSupporting, supportIdea } from './actions/support.server.ts';
export { readListQuery } from './input/list.ts';
export { isMatter } from './rules/classify.ts';

export const manifest: Manifest = {
  hot: [sendIdea],
  ledger: ledgerContents,
  prepare: ({ db }) => prepareSettings(db, dayOf(new Date())),
};
