import type { ProofWanted } from '#modules/people/index.server.ts';
import type { Problem } from '#platform/result.ts';

/** A form that came back: of which step, what was typed, what has to be put right. */
export type Again = {
  step?: string;
  typed: Record<string, string[]>;
  problems: Problem[];
  /** A fresh proof is missing: what to ask for. */
  wanted?: ProofWanted;
};

/** Fields that build their own id from their name; there is only one of each on a page. */
const alone = ['due', 'cooperating', 'ruling', 'taken', 'receiver', 'proof'];

/** Many forms share a page and the names of their fields: the id says of which step the field is. */
export const idOf = (step: string, field: string): string => (alone.includes(field) ? field : `${step}-${field}`);
