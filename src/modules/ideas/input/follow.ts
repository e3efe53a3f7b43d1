import { fieldProblem, ok, type Result } from '#platform/result.ts';
import { isLanguage, type Language } from '#platform/words/translate.ts';

/** What a wish to follow said; fields, places and ideas are data and looked up by the action. */
export type FollowForm = {
  /** As typed, for showing the form again. */
  values: Record<string, string>;
  email: Result<string>;
  idea: number | null;
  field: string | null;
  place: number | null;
  placeText: string;
  language: Language;
  /** The field that people do not see was filled in. */
  trapped: boolean;
  /** The person asked to look the place up. */
  findPlace: boolean;
};

const NAMES = ['email', 'idea', 'field', 'place', 'placeText'] as const;
const MAX_VALUE = 300;

const positive = (value: string | undefined): number | null => {
  const number = Number(value);
  return value && Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : null;
};

/** One plain address, as `platform/mail` can write to it; the whole of it counts without capitals. */
const EMAIL = /^[^\s@<>",;:()[\]\\]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}$/u;

export function readFollow(given: FormData | URLSearchParams, language: string): FollowForm {
  const values: Record<string, string> = {};
  for (const name of NAMES) {
    const value = given.get(name);
    if (typeof value === 'string') values[name] = value.slice(0, MAX_VALUE);
  }
  const email = (values.email ?? '').normalize('NFC').trim().toLowerCase();
  const good = EMAIL.test(email) && email.length <= 254;
  return {
    values,
    email: good ? ok(email) : fieldProblem('email', email === '' ? 'email.empty' : 'email.invalid'),
    idea: positive(values.idea),
    field: /^[a-z_]{1,40}$/.test(values.field ?? '') ? (values.field as string) : null,
    place: positive(values.place),
    placeText: (values.placeText ?? '').trim().slice(0, 100),
    language: isLanguage(language) ? language : 'vi',
    trapped: Boolean(given.get('website')),
    findPlace: given.get('find') === 'place',
  };
}

/** A secret from a link in a mail: base64url, nothing else. */
export const readToken = (value: unknown): string =>
  typeof value === 'string' && /^[\w-]{16,64}$/.test(value) ? value : '';
