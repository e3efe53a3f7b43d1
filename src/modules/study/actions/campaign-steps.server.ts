/** Every form on the pages of a campaign and of a session, by its name: what it reads, then the action. */
import { ok, type Result } from '#platform/result.ts';
import type { StudiedForm, TypedStep } from '../input/campaign.ts';
import type { SessionForm, TypedSession, TypedWords } from '../input/session.ts';
import { announceCampaign, endCampaign } from './announce.server.ts';
import { dropStudied, setStudied } from './campaign.server.ts';
import type { Ground, Officer } from './ground.server.ts';
import { answer, askQuestion, hide, takeBackQuestion } from './question.server.ts';
import { moveParticipant, refreshRoster, type MoveForm } from './refresh.server.ts';
import { cancelSession, saveSession, writeMinutes } from './session.server.ts';

type Step = (ground: Ground, id: number, form: FormData, officer: Officer) => Promise<Result<unknown>>;

/** Reads a form, then acts; a form that cannot be read is refused first. */
const reading = <T>(read: (form: FormData) => Result<T>, act: (ground: Ground, id: number, value: T, officer: Officer) => Promise<Result<unknown>>): Step =>
  async (ground, id, form, officer) => {
    const value = read(form);
    return value.ok ? act(ground, id, value.value, officer) : value;
  };

export type CampaignReaders = {
  step(form: FormData): TypedStep;
  reason(typed: TypedStep): Result<string>;
  move(form: FormData): Result<MoveForm>;
};

export function campaignStepsWith(read: CampaignReaders): Readonly<Record<string, Step>> {
  return {
    announce: (ground, id, _form, officer) => announceCampaign(ground, id, officer),
    close: (ground, id, _form, officer) => endCampaign(ground, id, { step: 'close' }, officer),
    reopen: (ground, id, _form, officer) => endCampaign(ground, id, { step: 'reopen' }, officer),
    cancel: reading((form) => read.reason(read.step(form)), (ground, id, reason, officer) => endCampaign(ground, id, { step: 'cancel', reason }, officer)),
    refresh: (ground, id, _form, officer) => refreshRoster(ground, id, officer),
    move: reading(read.move, moveParticipant),
  };
}

/** Forms on the page of what is studied. */
export function studiedStepsWith(read: (form: FormData) => Result<StudiedForm>): Readonly<Record<string, Step>> {
  return {
    add: reading(read, (ground, id, { document }, officer) => setStudied(ground, id, { document, anchors: [] }, officer)),
    clauses: reading(read, setStudied),
    drop: reading(read, (ground, id, { document }, officer) => dropStudied(ground, id, document, officer)),
  };
}

export type SessionReaders = {
  session(form: FormData): TypedSession;
  sessionForm(typed: TypedSession): Result<SessionForm>;
  words(form: FormData): TypedWords;
  minutes(typed: TypedWords): Result<string>;
  answer(typed: TypedWords): Result<{ question: number; text: string }>;
  hiding(typed: TypedWords): Result<{ question: number; reason: string }>;
  question(typed: TypedWords): Result<number>;
  asked(typed: TypedWords): Result<{ text: string; named: boolean }>;
  step(form: FormData): TypedStep;
  reason(typed: TypedStep): Result<string>;
};

export function sessionStepsWith(read: SessionReaders): Readonly<Record<string, Step>> {
  return {
    save: reading((form) => read.sessionForm(read.session(form)), saveSession),
    cancel: reading((form) => read.reason(read.step(form)), cancelSession),
    minutes: reading((form) => read.minutes(read.words(form)), writeMinutes),
    answer: reading((form) => read.answer(read.words(form)), answer),
    hide: reading((form) => read.hiding(read.words(form)), hide),
    show: reading(
      (form) => { const question = read.question(read.words(form)); return question.ok ? ok({ question: question.value, reason: null }) : question; },
      hide,
    ),
  };
}

/** Forms of a participant on the page of a session. */
export function memberSessionStepsWith(read: Pick<SessionReaders, 'words' | 'asked' | 'question'>): Readonly<Record<string, Step>> {
  return {
    ask: reading((form) => read.asked(read.words(form)), askQuestion),
    takeBack: reading((form) => read.question(read.words(form)), takeBackQuestion),
  };
}
