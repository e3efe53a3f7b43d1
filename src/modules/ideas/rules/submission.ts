import type { Language } from '#platform/words/translate.ts';

/** Most characters (as a person counts them), files and megabytes of what a person may send. */
export const limits = {
  title: 150,
  body: 10_000,
  name: 100,
  contact: 200,
  reply: 5_000,
  files: 5,
  fileMegabytes: 10,
} as const;

export type Contact = { name: string | null; email: string | null; phone: string | null };
/** Each purpose is ticked by itself. */
export type Consents = { contact: boolean; name: boolean };

export type Submission = {
  title: string;
  body: string;
  field: string;
  /** Id of a place as it is known today; null when none was given. */
  place: number | null;
  language: Language;
  contact: Contact;
  consents: Consents;
};
