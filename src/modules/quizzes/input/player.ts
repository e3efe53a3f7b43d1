/** Forms around the player: which sitting, the plain form's answers, emergency files. */
import type { EmergencyFile } from '../rules/emergency.ts';

/** 0 when none was named: no sitting has that number. */
export function readSittingField(form: FormData): number {
  const typed = form.get('sitting');
  return typeof typed === 'string' && /^[1-9]\d{0,14}$/.test(typed) ? Number(typed) : 0;
}

/** Whether the person wants to be named in the ranking of a contest; 0 where no quiz was named. */
export function readNamingForm(form: FormData): { quizId: number; agrees: boolean } {
  const typed = form.get('quiz');
  return { quizId: typeof typed === 'string' && /^[1-9]\d{0,14}$/.test(typed) ? Number(typed) : 0, agrees: form.get('named') === 'yes' };
}

/** Which page of a ranking; 1 for whatever is none. */
export function readRankingPage(params: URLSearchParams): number {
  const typed = params.get('page') ?? '';
  return /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : 1;
}

/** The guess before the first question of a contest; null where none was made, or nothing that is a number of people. */
export function readGuess(form: FormData): number | null {
  const typed = form.get('guess');
  return typeof typed === 'string' && /^\d{1,8}$/.test(typed.trim()) ? Number(typed) : null;
}

export type PlainPost = { fields: Record<string, string | string[]>; submit: boolean };

/** Fields `a0`, `a1.2` …; everything else is not of the quiz. */
export function readPlainForm(form: FormData): PlainPost {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (!/^a\d{1,4}(\.\d{1,3})?$/.test(name)) continue;
    const values = form.getAll(name).filter((value): value is string => typeof value === 'string');
    fields[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { fields, submit: form.get('do') === 'submit' };
}

export type Upload = { name: string; file: EmergencyFile | null };
const MOST_FILES = 50;
const MOST_BYTES = 2 * 1024 * 1024;

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

/** @param text of a file; null when it is not one of ours */
export function parseEmergency(text: string): EmergencyFile | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { kind, version, key, iv, data } = value as Record<string, unknown>;
  const half = key as Record<string, unknown> | null;
  const known = kind === 'cau-noi-answers' && version === 1 && typeof half === 'object' && half !== null
    && isText(half['x'], 100) && isText(half['y'], 100) && isText(iv, 40) && isText(data, MOST_BYTES);
  return known ? (value as EmergencyFile) : null;
}

/** The files of the form's field `files`, with what could be read of them; the route reads their bytes. */
export const emergencyFiles = (form: FormData): File[] =>
  form.getAll('files').filter((value): value is File => value instanceof File && value.size > 0 && value.size <= MOST_BYTES).slice(0, MOST_FILES);

/** For whom a secretary writes; 0 where nothing was chosen. */
export function readAssistForm(form: FormData): { member: number; sitting: number; consent: boolean } {
  const number = (name: string): number => {
    const typed = form.get(name);
    return typeof typed === 'string' && /^[1-9]\d{0,14}$/.test(typed) ? Number(typed) : 0;
  };
  return { member: number('member'), sitting: number('sitting'), consent: form.get('consent') === 'yes' };
}
