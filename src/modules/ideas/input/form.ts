import { normaliseLine } from '#platform/text/normalise.ts';
import type { Result } from '#platform/result.ts';
import { isMatter, type Matter } from '../rules/classify.ts';
import type { Submission } from '../rules/submission.ts';
import { convertLegacy, readSubmission } from './submit.ts';

/** What the form said, before anything is looked up. */
export type FormRead = {
  /** As typed, for showing the form again; texts in an old font are already converted. */
  values: Record<string, string>;
  matter: Matter | null;
  /** True when a text came in a font encoding from before Unicode. */
  converted: boolean;
  submission: Result<Submission>;
  files: File[];
  idempotencyKey: string;
  /** Solution of the proof of work; null when there is none. */
  puzzle: string | null;
  /** The field that people do not see was filled in. */
  trapped: boolean;
  /** The person asked to look the place up. */
  findPlace: boolean;
};

const FIELDS = [
  'matter', 'title', 'body', 'field', 'place', 'placeText', 'name', 'email', 'phone', 'consentName', 'consentContact',
];
/** A value may be far longer than allowed (the person is told so), but not without end. */
const MAX_VALUE = 120_000;
const MAX_KEY = 100;

export function readForm(form: FormData, language: string): FormRead {
  const values: Record<string, string> = {};
  for (const name of FIELDS) {
    const value = form.get(name);
    if (typeof value === 'string') values[name] = value.slice(0, MAX_VALUE);
  }
  const converted = convertLegacy(values);
  Object.assign(values, converted);
  const puzzle = form.get('puzzle');
  const matter = values.matter;
  return {
    values,
    matter: isMatter(matter) ? matter : null,
    converted: converted !== undefined,
    submission: readSubmission(values, language),
    files: form.getAll('files').filter((entry): entry is File => entry instanceof File),
    idempotencyKey: normaliseLine(String(form.get('idempotencyKey') ?? '')).slice(0, MAX_KEY),
    puzzle: typeof puzzle === 'string' ? puzzle : null,
    trapped: Boolean(form.get('website')),
    findPlace: form.get('find') === 'place',
  };
}
