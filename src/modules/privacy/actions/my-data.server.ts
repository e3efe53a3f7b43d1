/** What a person sees about themselves. */
import type { Instant } from '#platform/clock.ts';
import type { Day } from '#platform/clock.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';
import { termsOf } from '../rules/copy.ts';
import { partText, type PartText } from '../rules/present.ts';
import { allows, isOpen, isOverdue, nextDue, THINK_AGAIN_DAYS, type Kind, type State } from '../rules/requests.ts';
import { copiesOf } from '../store/copy.server.ts';
import { requestsOf, type OutcomeLine, type RequestRow } from '../store/request.server.ts';
import { consentChoices, type ConsentChoice, type Own } from './consent.server.ts';
import { retentionDays } from './retention.server.ts';
import { readAll } from './sources.server.ts';

type Ground = Pick<Runtime, 'db'>;

export type MyRequest = {
  id: number;
  kind: Kind;
  state: State;
  askedAt: Instant;
  /** The deadline that comes next; null once it has ended. */
  due: Day | null;
  acknowledgeDue: Day;
  doneDue: Day;
  overdue: boolean;
  notBefore: Instant | null;
  closedAt: Instant | null;
  refusal: string | null;
  answer: string | null;
  asked: { field?: string; wrong?: string; right?: string };
  outcome: OutcomeLine[];
  /** May still be taken back. */
  back: boolean;
  /** The copy can be fetched. */
  copy: boolean;
};

export const presentRequest = (row: RequestRow, now: Instant): Omit<MyRequest, 'copy'> => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  askedAt: row.askedAt,
  due: nextDue(row) ?? null,
  acknowledgeDue: row.acknowledgeDue,
  doneDue: row.doneDue,
  overdue: isOverdue(row, now),
  notBefore: row.notBefore,
  closedAt: row.closedAt,
  refusal: row.refusal,
  answer: row.answer,
  asked: row.asked,
  outcome: row.outcome,
  back: allows('take_back', row),
});

export type MyData = {
  name: string;
  consents: ConsentChoice[];
  parts: PartText[];
  requests: MyRequest[];
  copyDays: number;
  now: Instant;
};

/** Rows of a kind that the page shows; the copy has all of them. */
const MOST_ROWS = 10;

export async function readMyData({ db }: Ground, { actor, now, language }: Own): Promise<MyData> {
  const { personId, name } = actor;
  const t = translator(language);
  const [consents, requests, copies] = await asPerson(db, personId, async (tx) => [
    await consentChoices(tx, personId),
    await requestsOf(tx, personId),
    new Set((await copiesOf(tx, personId)).map(({ id }) => id)),
  ]);
  const parts = await asSystem(db, 'privacy: own data', (tx) => readAll(tx, { personId }, now));
  const terms = termsOf(await retentionDays(db));
  return {
    name,
    consents,
    parts: parts.map((part) => partText(t, part, { terms, most: MOST_ROWS })),
    requests: requests.map((row) => ({ ...presentRequest(row, now), copy: copies.has(row.id) })),
    copyDays: terms.copies ?? 0,
    now,
  };
}

export type ErasePage = {
  gone: PartText[];
  kept: PartText[];
  thinkAgainDays: number;
  /** An erasure that is under way. */
  open: boolean;
};

/** What an erasure would take away and what would stay, before anybody asks for it. */
export async function readErasePage({ db }: Ground, { actor, now, language }: Own): Promise<Result<ErasePage>> {
  const { personId } = actor;
  const t = translator(language);
  const terms = termsOf(await retentionDays(db));
  const parts = (await asSystem(db, 'privacy: own data', (tx) => readAll(tx, { personId }, now)))
    .map((part) => partText(t, part, { terms, most: 0 }))
    .filter(({ count }) => count > 0);
  const requests = await asPerson(db, personId, (tx) => requestsOf(tx, personId));
  return ok({
    gone: parts.filter(({ onErase }) => onErase !== 'kept'),
    kept: parts.filter(({ onErase }) => onErase !== 'erased'),
    thinkAgainDays: THINK_AGAIN_DAYS,
    open: requests.some(({ kind, state }) => kind === 'erase' && isOpen(state)),
  });
}
