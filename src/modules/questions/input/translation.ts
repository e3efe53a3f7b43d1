/** The form of a question in another language. */
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { itemLanguages, type ItemLanguage } from '../rules/paper.ts';
import type { Words } from '../rules/translation.ts';

export type TranslationForm = { language: ItemLanguage; version: number; words: Words; note: string };
/** Pairs of 12 have 24 sides and up to 12 more. */
const MOST = 40;

export const isItemLanguage = (value: string): value is ItemLanguage => (itemLanguages as readonly string[]).includes(value);

export function readTranslationForm(form: FormData, language: ItemLanguage): TranslationForm {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? normalise(value.slice(0, 8_000)).trim() : '';
  };
  // A short answer has one further accepted form a line.
  const accepted = text('accepted').split('\n').map(normaliseLine).filter((each) => each !== '');
  const texts = form.getAll('text').slice(0, MOST).map((each) => (typeof each === 'string' ? normaliseLine(each) : ''));
  return {
    language,
    version: Number(form.get('version')) || 0,
    words: { stem: text('stem'), texts: accepted.length > 0 ? accepted : texts, explanation: text('explanation') },
    note: text('note').slice(0, 2_000),
  };
}
