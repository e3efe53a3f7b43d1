/** What a row of a list of members would do to what is known of that person. */
import type { Day } from '#platform/clock.ts';
import { fold } from '#platform/text/fold.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Finding, Outcome } from './import.ts';
import { exempt, overlap, place, type Exemption, type Membership, type PlacingChange } from './membership.ts';

export type MemberSaid = {
  code: string;
  fullName: string;
  phone: string | null;
  email: string | null;
  body: number;
  from: Day | null;
  until: Day | null;
  exemption: { from: Day; until: Day | null; reason: string } | null;
};
/** `id` is null for somebody who is not stored yet. */
export type MemberKnown = {
  id: number | null;
  code: string;
  fullName: string;
  phone: string | null;
  email: string | null;
  history: readonly Membership[];
  exemptions: readonly Exemption[];
};
export type MemberPlan = { after: MemberKnown; outcome: Outcome; change: PlacingChange; findings: Finding[] };

const stopped = (field: Finding['field'], code: string, values?: Finding['values']): { stop: Finding } => ({
  stop: { code, stop: true, ...(field ? { field } : {}), ...(values ? { values } : {}) },
});

/** Two spellings of one person share a word; two people under one code hardly ever do. */
function samePerson(a: string, b: string): boolean {
  const words = new Set(fold(a).split(' '));
  return fold(b).split(' ').some((word) => words.has(word));
}

/**
 * Nothing is taken away by absence: an empty cell leaves what is known. A person who belongs to a body outside of
 * the import's part is not touched, and nothing of them is told. @returns the plan, or what stops the row
 */
export function planMember(
  known: MemberKnown | undefined,
  said: MemberSaid,
  { asOf, allowed }: { asOf: Day; allowed: (body: number) => boolean },
): MemberPlan | { stop: Finding } {
  const before = known ?? { id: null, code: said.code, fullName: '', phone: null, email: null, history: [], exemptions: [] };
  const reach = { from: said.from ?? asOf, until: said.until };
  const foreign = before.history.some((each) => !allowed(each.body) && overlap(each, reach));
  if (foreign) return stopped('code', 'member.outside');
  if (known && !samePerson(known.fullName, said.fullName)) {
    return stopped('code', 'code.otherPerson', { name: known.fullName });
  }
  const { body, from, until } = said;
  const placed = place(before.history, { body, from, until, asOf });
  if (!placed.ok) {
    const { code, values } = placed.problems[0]!;
    return stopped(code === 'period.endsBeforeStart' ? 'until' : 'body', code, values);
  }
  const exempted = exemptions(before, said);
  const findings: Finding[] = exempted.ok ? [] : exempted.problems.map(({ code }) => ({ field: 'exemptFrom', code, stop: false }));
  const after: MemberKnown = {
    ...before,
    fullName: said.fullName,
    phone: said.phone ?? before.phone,
    email: said.email ?? before.email,
    history: placed.value.history,
    exemptions: exempted.ok ? exempted.value.exemptions : before.exemptions,
  };
  const changed =
    placed.value.change !== 'none' ||
    (exempted.ok && exempted.value.changed) ||
    (['fullName', 'phone', 'email'] as const).some((key) => after[key] !== before[key]);
  const outcome = !known ? 'new' : changed ? 'changed' : 'unchanged';
  return { after, outcome, change: placed.value.change, findings };
}

function exemptions(
  before: MemberKnown,
  { exemption }: MemberSaid,
): Result<{ exemptions: readonly Exemption[]; changed: boolean }> {
  return exemption ? exempt(before.exemptions, exemption) : ok({ exemptions: before.exemptions, changed: false });
}

const MOST_REPEATS = 40;

export type SaidInRow = MemberSaid & { number: number };

/**
 * Rows that bear one code: the same again is one; two people, or one person in two bodies on one day, keep all of
 * them out; several times one after another are a history. By number of row.
 */
export function judgeRepeated(rows: readonly SaidInRow[], asOf: Day): Map<number, { outcome: Outcome; finding: Finding }> {
  const judged = new Map<number, { outcome: Outcome; finding: Finding }>();
  const stop = (row: SaidInRow, code: string, other: SaidInRow): void => {
    const field = code === 'code.twice' ? 'code' : 'body';
    judged.set(row.number, {
      outcome: 'problem',
      finding: { field, code, values: { row: other.number }, stop: true },
    });
  };
  // Nobody has so many; a column that is no code at all would cost a comparison of everything with everything.
  if (rows.length > MOST_REPEATS) for (const row of rows) stop(row, 'code.twice', row === rows[0] ? rows[1]! : rows[0]!);
  if (rows.length > MOST_REPEATS) return judged;
  const period = ({ from, until }: SaidInRow) => ({ from: from ?? asOf, until });
  for (const [at, row] of rows.entries()) {
    for (const earlier of rows.slice(0, at)) {
      if (fold(row.fullName) !== fold(earlier.fullName)) {
        for (const [one, other] of [[row, earlier], [earlier, row]] as const) stop(one, 'code.twice', other);
      } else if (row.body !== earlier.body && overlap(period(row), period(earlier))) {
        for (const [one, other] of [[row, earlier], [earlier, row]] as const) stop(one, 'row.twoBodies', other);
      } else if (!judged.has(row.number) && isSame(row, earlier)) {
        const finding: Finding = { code: 'row.repeated', field: 'code', values: { row: earlier.number }, stop: false };
        judged.set(row.number, { outcome: 'ignored', finding });
      }
    }
  }
  return judged;
}

const isSame = (a: SaidInRow, b: SaidInRow): boolean =>
  a.body === b.body && a.from === b.from && a.until === b.until && a.phone === b.phone && a.email === b.email &&
  JSON.stringify(a.exemption) === JSON.stringify(b.exemption);
