import type { ContentOf } from '#platform/ledger/contents.server.ts';
import { answeredContent } from '../rules/answer.ts';
import { answeredContents } from '../store/answer.server.ts';
import { receivedContents, stepContents } from '../store/ledger.server.ts';
import { ANSWERED } from './answer.server.ts';
import { DECIDED, decidedContent } from './step.server.ts';
import { RECEIVED, receivedContent } from './submit.server.ts';

/** Today's content of every ledger entry of this module, in exactly the form that was committed to. */
export const ledgerContents: Readonly<Record<string, ContentOf>> = {
  [RECEIVED]: async (db, subjects) =>
    new Map((await receivedContents(db, subjects)).map((row) => [String(row.id), receivedContent(row)])),
  [DECIDED]: async (db, subjects) =>
    new Map((await stepContents(db, subjects)).map((row) => [String(row.id), decidedContent(row)])),
  [ANSWERED]: async (db, subjects) =>
    new Map((await answeredContents(db, subjects)).map((row) => [String(row.id), answeredContent(row)])),
};
