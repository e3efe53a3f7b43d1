/** Who may put right what was entered about a body, and what must hold afterwards. */
import type { Day } from '#platform/clock.ts';
import { correctVersion, type Corrected, type CorrectionRules } from '#platform/dated/correct.ts';
import { activeAt, versionAt } from '#platform/dated/tree.ts';
import { holds, type Acting, type ActingPerson, type IsWithin } from '#platform/policy.ts';
import type { Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { BodyTree, BodyVersion } from './bodies.ts';

/** Who administers the body, or one above it, today. Of a body that has ended: who administers all that stand for it. */
export const mayCorrect = (actor: Acting, body: number, isWithin: IsWithin): actor is ActingPerson =>
  holds(actor, 'administrator', body, isWithin);

export const fields = ['name', 'fullName', 'symbol', 'place', 'basis', 'from'] as const;
export type Field = (typeof fields)[number];
export type BodyCorrection = Pick<BodyVersion, Field>;

/**
 * The version that begins on `from`, put right. Problems: those of `correctVersion`, among them `fault.sameCode`
 * {name, other}: a symbol or a full name that another body beside it bears on the same day.
 */
export function correctBody(tree: BodyTree, id: number, from: Day, said: BodyCorrection): Result<Corrected<BodyVersion>> {
  const shared = sharedSymbols(tree, from);
  const rules: CorrectionRules<BodyVersion> = {
    nameOf: ({ fullName }) => fullName,
    codes: [
      ({ parent, symbol }) => (symbol === '' || shared.has(fold(symbol)) ? null : `${parent} ${fold(symbol)}`),
      ({ parent, fullName }) => `${parent} ${fullName.toLocaleLowerCase('vi')}`,
    ],
  };
  return correctVersion(tree, id, { from, change: said }, rules);
}

/** Symbols that several bear side by side ("UBND" of the communes) are the mark of their kind. */
function sharedSymbols(tree: BodyTree, on: Day): Set<string> {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const id of activeAt(tree, on)) {
    const { parent, symbol } = versionAt(tree, id, on)!;
    const key = `${parent} ${fold(symbol)}`;
    if (seen.has(key)) shared.add(fold(symbol));
    seen.add(key);
  }
  return shared;
}

/** Only what differs, with the first day that names the version. */
export function difference(before: BodyVersion, after: BodyVersion): { before: Partial<BodyCorrection>; after: Partial<BodyCorrection> } {
  const changed = fields.filter((field) => field === 'from' || before[field] !== after[field]);
  const pick = (version: BodyVersion) => Object.fromEntries(changed.map((field) => [field, version[field]]));
  return { before: pick(before), after: pick(after) };
}
