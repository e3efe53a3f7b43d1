/** One line of the table of access (table.ts), and the words in which it is written. */
import type { Role } from '#modules/people/index.server.ts';
import type { SubjectName } from './subjects.ts';

export type Rule = {
  who: 'everybody' | 'signed-in' | readonly Role[];
  of?: SubjectName;
  /** Only in the subject's body itself: a role above it does not reach it. */
  itself?: true;
  /** Besides the fields that every form is sent with (fields.ts). `{own}`, `{id}`, `{today}`, `{later}` are filled in. */
  form?: Readonly<Record<string, string>>;
  /** A spreadsheet goes with the form, in this field. */
  file?: string;
  /** What the address always ends with, filled in likewise. */
  query?: string;
  /** Query strings of searches and filters, besides none: what they find is searched for what others may not read. */
  ask?: readonly string[];
  /** Sent as JSON instead of a form. */
  json?: Readonly<Record<string, unknown>>;
  /** Why a page of another site may send it: nobody's cookie counts there, or there is none. */
  foreign?: string;
  /** Answers everybody (a problem at a field, a report); who stands here decides only what changes. */
  quiet?: true;
  /** Asks once more who it is when the last proof is old. */
  proof?: true;
};

export const open: Rule = { who: 'everybody' };
export const self: Rule = { who: 'signed-in' };
export const by = (...who: Role[]) => ({ anywhere: { who } as Rule, of: (of: SubjectName): Rule => ({ who, of }) });
export const asking = (rule: Rule, ...ask: string[]): Rule => ({ ...rule, ask });
export const sending = (rule: Rule, form: Record<string, string>): Rule => ({ ...rule, form });
export const at = (rule: Rule, query: string): Rule => ({ ...rule, query });
export const proven = (rule: Rule): Rule => ({ ...rule, proof: true });

/** The same rule for several actions of a page. */
export const actions = (route: string, names: string, rule: Rule | readonly Rule[]) =>
  Object.fromEntries(names.split(' ').map((name) => [`POST ${route}?/${name}`, rule]));
export const pages = (rule: Rule, ...routes: string[]) => Object.fromEntries(routes.map((route) => [`GET ${route}`, rule]));
/** Endpoints of the public API say which methods they have not. */
export const api = (...routes: string[]) =>
  Object.fromEntries(routes.flatMap((route) => ['GET', 'OPTIONS', 'fallback'].map((method) => [`${method} ${route}`, open])));

export const keepers = by('administrator', 'officer');
export const seers = by('administrator', 'officer', 'secretary');
