/** The list as page, script and device share it: plain values, and words with `{name}` where a value goes. */
import type { Outcome } from '../../rules/roll.ts';

export type ListPerson = {
  member: number;
  name: string;
  exempt: boolean;
  outcome: Outcome | null;
  reason: string | null;
  provisional: boolean;
  /** What else is to be said of how it was recorded. */
  note: string;
  /** Everything ever recorded about it; empty for who may not read that. */
  trail: string;
  /** The id of the next tap in the form without script. */
  next: string;
};
export type ListBranch = {
  id: number;
  name: string;
  signed: boolean;
  members: number;
  exempt: number;
  attended: number;
  people: ListPerson[];
};
export type ListData = {
  /** Address of the page without its query; marks are posted below it. */
  address: string;
  as: 'branch' | 'organiser';
  owner: string;
  language: string;
  title: string;
  lead: string;
  /** Hundredths of a per cent, and as it is written. */
  target: number;
  targetText: string;
  closed: boolean;
  branches: ListBranch[];
  words: Record<string, string>;
};

/** Fills `{name}` in. */
export const fill = (text: string | undefined, given: Record<string, string | number> = {}): string =>
  (text ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? ''));
