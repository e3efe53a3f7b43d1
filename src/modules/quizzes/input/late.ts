/** The form that decides about late answers. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise } from '#platform/text/normalise.ts';

export type TypedLate = { attempts: string[]; decision: string; reason: string };
type Read = { picks: { code: string; seen: number }[]; decision: 'count' | 'ignore'; reason: string };

export const readTypedLate = (form: FormData): TypedLate => ({
  attempts: form.getAll('attempt').map((one) => String(one).slice(0, 40)).slice(0, 200),
  decision: String(form.get('decision') ?? ''),
  reason: normalise(String(form.get('reason') ?? '').slice(0, 4_000)).trim(),
});

const PICK = /^([0-9a-f]{12})\.(\d{1,15})$/;

/** Problems `late.none`, `choice.missing`, `reason.missing`, `reason.long`. */
export function readLateForm({ attempts, decision, reason }: TypedLate): Result<Read> {
  const picks = [...new Set(attempts)].flatMap((one) => {
    const [, code, seen] = PICK.exec(one) ?? [];
    return code ? [{ code, seen: Number(seen) }] : [];
  });
  const problems: Problem[] = [];
  if (picks.length === 0) problems.push({ field: 'attempt', code: 'late.none' });
  if (decision !== 'count' && decision !== 'ignore') problems.push({ field: 'decision', code: 'choice.missing' });
  if (reason === '') problems.push({ field: 'reason', code: 'reason.missing' });
  if (reason.length > 1_000) problems.push({ field: 'reason', code: 'reason.long' });
  if (problems.length > 0 || (decision !== 'count' && decision !== 'ignore')) return failed(...problems);
  return ok({ picks, decision, reason });
}
