import { IntlMessageFormat } from 'intl-messageformat';
import { localPath } from './paths.ts';

export const languages = ['vi', 'en', 'km'] as const;
export type Language = (typeof languages)[number];
export const isLanguage = (value: string): value is Language => (languages as readonly string[]).includes(value);

/**
 * Every message key with its arguments; `src/words.generated.ts` adds the keys by declaration merging, so a
 * wrong key or a missing argument does not compile.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Messages {}

export type MessageKey = keyof Messages & string;
type NoArguments = Record<string, never>;
type Arguments<K extends MessageKey> = Messages[K] extends NoArguments ? [] : [values: Messages[K]];
export type Catalogue = Record<Language, Record<string, string>>;

export interface Translate {
  <K extends MessageKey>(key: K, ...values: Arguments<K>): string;
  /** For keys that are put together at run time (states, problem codes). Falls back to Vietnamese, then to the key. */
  dynamic(key: string, values?: Record<string, unknown>): string;
  has(key: string): boolean;
  /** The address of a canonical path in this language: `t.href('/ideas/12')`. */
  href(canonical: string): string;
  language: Language;
}

let catalogue: Catalogue = { vi: {}, en: {}, km: {} };
const compiled = new Map<string, IntlMessageFormat>();

/** Called once, by the application's entry points, with the generated catalogue. */
export function registerCatalogue(messages: Catalogue): void {
  catalogue = messages;
  compiled.clear();
}

/**
 * The messages of one language whose keys begin with one of these, as they are written, for a script that speaks by itself
 * (a page without network). Vietnamese where a translation is missing.
 */
export function messagesOf(language: Language, beginnings: readonly string[]): Record<string, string> {
  const wanted = Object.entries(catalogue.vi).filter(([key]) => beginnings.some((beginning) => key.startsWith(beginning)));
  return Object.fromEntries(wanted.map(([key, text]) => [key, catalogue[language][key] ?? text]));
}

/** ICU has no separate data for our three languages' regions but `vi-VN` and `km-KH` select dd/mm/yyyy and Latin digits. */
const locales: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB', km: 'km-KH-u-nu-latn' };
export const localeOf = (language: Language): string => locales[language];

function compile(language: Language, key: string): IntlMessageFormat | undefined {
  const id = `${language}:${key}`;
  const known = compiled.get(id);
  if (known) return known;
  const text = catalogue[language][key];
  if (text === undefined) return undefined;
  const message = new IntlMessageFormat(text, locales[language], undefined, { ignoreTag: true });
  compiled.set(id, message);
  return message;
}

function format(language: Language, key: string, values?: Record<string, unknown>): string {
  const message = compile(language, key) ?? compile('vi', key);
  return message ? String(message.format(values as never)) : key;
}

/** The words of one language. Cheap: messages are compiled once and shared. */
export function translator(language: Language): Translate {
  const translate = (key: string, values?: Record<string, unknown>) => format(language, key, values);
  return Object.assign(translate, {
    dynamic: translate,
    has: (key: string) => catalogue.vi[key] !== undefined,
    href: (canonical: string) => localPath(language, canonical),
    language,
  }) as Translate;
}
