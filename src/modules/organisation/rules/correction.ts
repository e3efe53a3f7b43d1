/** Who may put right what was entered about a body, and what must hold afterwards. */
import type { Day } from '#platform/clock.ts';
import { correctVersion, type Corrected, type CorrectionRules } from '#platform/dated/correct.ts';
import { holds, type Acting, type ActingPerson, type IsWithin } from '#platform/policy.ts';
import type { Result } from '#platform/result.ts';
import type { BodyTree, BodyVersion } from './bodies.ts';
import { symbolCode } from './symbols.ts';

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
  const rules: CorrectionRules<BodyVersion> = {
    nameOf: ({ fullName }) => fullName,
    codes: [
      symbolCode(tree, from),
      ({ parent, fullName }) => `${parent} ${fullName.toLocaleLowerCase('vi')}`,
    ],
  };
  return correctVersion(tree, id, { from, change: said }, rules);
}

/** Only what differs, with the first day that names the version. */
export function difference(before: BodyVersion, after: BodyVersion): { before: Partial<BodyCorrection>; after: Partial<BodyCorrection> } {
  const changed = fields.filter((field) => field === 'from' || before[field] !== after[field]);
  const pick = (version: BodyVersion) => Object.fromEntries(changed.map((field) => [field, version[field]]));
  return { before: pick(before), after: pick(after) };
}
