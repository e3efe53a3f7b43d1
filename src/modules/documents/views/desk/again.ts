import type { ProofWanted } from '#modules/people/index.server.ts';
import type { Problem } from '#platform/result.ts';
import type { TypedDocument } from '../../index.server.ts';

/** A form that came back: which one, everything that was typed, what has to be put right. */
export type Again = {
  form: string;
  typed: TypedDocument;
  problems: Problem[];
  /** A fresh proof is missing: what to ask for. */
  wanted?: ProofWanted;
};
