import type { ProofWanted } from '#modules/people/index.server.ts';
import type { Problem } from '#platform/result.ts';

/** A form that came back: which one, everything that was typed, what has to be put right. */
export type Again = {
  act: string;
  typed: Record<string, string[]>;
  answer?: { outcome: string; text: string; milestones: { title: string; due: string }[] };
  problems: Problem[];
  /** A fresh proof is missing: what to ask for. */
  wanted?: ProofWanted;
};

/** What was typed into a field of this form, or what stands there otherwise. */
export const typedIn = (again: Again | null, act: string, field: string, otherwise = ''): string =>
  again?.act === act ? (again.typed[field]?.[0] ?? otherwise) : otherwise;
