/** A question in another language: written by whoever translates, approved by a second person. */
import { within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { TranslationForm } from '../input/translation.ts';
import { isSecondPerson, mayReview, maySee, mayTranslate } from '../rules/bank.ts';
import type { ItemLanguage } from '../rules/paper.ts';
import { readWords } from '../rules/translation.ts';
import { lockItem, versionsOf, type VersionRow } from '../store/item.server.ts';
import { setTranslationState, translationsOf, writeTranslation, type TranslationRow } from '../store/translation.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';

export type TranslationPage = {
  id: number;
  language: ItemLanguage;
  source: VersionRow;
  translation: (TranslationRow & { writer: string; reviewer: string }) | null;
  may: { write: boolean; review: boolean; approve: boolean };
};

/** Problems: `question.missing`, `forbidden`. */
export async function readTranslation(db: Db, id: number, language: ItemLanguage, { actor, now }: Officer): Promise<Result<TranslationPage>> {
  const [source] = await versionsOf(db, id);
  if (!source) return problem('question.missing');
  const isWithin = await within(db, dayOf(now));
  const write = mayTranslate(actor, source.bodyId, isWithin);
  if (!write && !maySee(actor, source.bodyId, isWithin)) return problem('forbidden');
  const found = (await translationsOf(db, [source.id])).find((each) => each.language === language);
  const names = await namesOf(db, [found?.writtenBy, found?.reviewedBy].filter((each) => typeof each === 'string'));
  const review = mayReview(actor, source.bodyId, isWithin);
  return ok({
    id, language, source,
    translation: found ? { ...found, writer: names.get(found.writtenBy ?? '') ?? '', reviewer: names.get(found.reviewedBy ?? '') ?? '' } : null,
    may: { write, review, approve: review && found !== undefined && isSecondPerson(actor, found.writtenBy) },
  });
}

type Open = { tx: Db; source: VersionRow; translation: TranslationRow | undefined };

/** Locks the question. Problems: `question.missing`, `forbidden`, `version.changed`: another version than was seen. */
function withTranslation(
  ground: Ground, id: number, { language, version }: TranslationForm, what: 'write' | 'review', officer: Officer,
  work: (open: Open) => Promise<Result<void>>,
): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const [source] = await lockItem(tx, id);
    if (!source) return problem('question.missing');
    const may = what === 'write' ? mayTranslate : mayReview;
    if (!may(officer.actor, source.bodyId, isWithin)) return forbidden();
    if (source.id !== version) return problem('version.changed');
    const translation = (await translationsOf(tx, [source.id])).find((each) => each.language === language);
    const done = await work({ tx, source, translation });
    return done.ok ? ok(id) : done;
  });
}

/** Problems: of `withTranslation` and `readWords`; `version.step`: it is being reviewed. */
export function saveTranslation(ground: Ground, id: number, form: TranslationForm, officer: Officer): Promise<Result<number>> {
  return withTranslation(ground, id, form, 'write', officer, async ({ tx, source, translation }) => {
    if (translation?.state === 'submitted') return problem('version.step');
    const words = readWords(source.question, form.words);
    if (!words.ok) return words;
    await writeTranslation(tx, source.id, form.language, words.value, { by: officer.actor.personId, now: officer.now });
    return ok(undefined);
  });
}

/** Problems: of `withTranslation` and `readWords`, `version.step`. */
export function submitTranslation(ground: Ground, id: number, form: TranslationForm, officer: Officer): Promise<Result<number>> {
  return withTranslation(ground, id, form, 'write', officer, async ({ tx, source, translation }) => {
    if (translation?.state !== 'draft') return problem('version.step');
    // The question may have got another option since.
    const words = readWords(source.question, translation);
    if (!words.ok) return words;
    await setTranslationState(tx, translation, { state: 'submitted' });
    return ok(undefined);
  });
}

/** Problems: of `withTranslation`, `version.step`, `translation.own`: written by the same person. */
export function approveTranslation(ground: Ground, id: number, form: TranslationForm, officer: Officer): Promise<Result<number>> {
  return withTranslation(ground, id, form, 'review', officer, async ({ tx, translation }) => {
    if (translation?.state !== 'submitted') return problem('version.step');
    if (!isSecondPerson(officer.actor, translation.writtenBy)) return problem('translation.own');
    await setTranslationState(tx, translation, { state: 'approved', reviewedBy: officer.actor.personId, approvedAt: officer.now });
    return ok(undefined);
  });
}

/** Problems: of `withTranslation`, `version.step`, `note.missing`. */
export function giveTranslationBack(ground: Ground, id: number, form: TranslationForm, officer: Officer): Promise<Result<number>> {
  return withTranslation(ground, id, form, 'review', officer, async ({ tx, translation }) => {
    if (translation?.state !== 'submitted') return problem('version.step');
    if (form.note === '') return fieldProblem('note', 'note.missing');
    await setTranslationState(tx, translation, { state: 'draft', note: form.note, reviewedBy: officer.actor.personId });
    return ok(undefined);
  });
}

/** Forms on the page of a translation by name. */
export const translationSteps: Readonly<Record<string, typeof saveTranslation>> = {
  save: saveTranslation, submit: submitTranslation, approve: approveTranslation, giveBack: giveTranslationBack,
};
