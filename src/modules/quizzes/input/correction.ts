/** The form that proposes another key. Which fields it has depends on the item. */
import type { Question } from '#modules/questions/index.server.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { correctionKinds, type CorrectionKind } from '../rules/correction.ts';

export type TypedCorrection = { item: string; kind: string; right: string[]; accepted: string; number: string; tolerance: string; reason: string };
type Read = { versionId: number; kind: CorrectionKind; question: Question | null; reason: string };

export function readTypedCorrection(form: FormData): TypedCorrection {
  const line = (name: string): string => normaliseLine(String(form.get(name) ?? '').slice(0, 400));
  return {
    item: line('item'), kind: line('kind'), right: form.getAll('right').map(String).slice(0, 20),
    accepted: normalise(String(form.get('accepted') ?? '').slice(0, 8_000)), number: line('number'), tolerance: line('tolerance'),
    reason: normalise(String(form.get('reason') ?? '').slice(0, 4_000)).trim(),
  };
}

const decimal = (text: string): number => (/^-?\d{1,12}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN);

/** The question with the key that was typed; null when there is none. */
function keyed(question: Question, typed: TypedCorrection): Question | null {
  const right = new Set(typed.right.map(Number));
  if (question.type === 'single' || question.type === 'multiple') {
    const options = question.options.map((option, at) => ({ ...option, right: right.has(at) }));
    return right.size > 0 && (question.type === 'multiple' || right.size === 1) ? { ...question, options } : null;
  }
  if (question.type === 'truefalse') return typed.right[0] === undefined ? null : { ...question, answer: typed.right[0] === '0' };
  if (question.type === 'short') {
    const accepted = typed.accepted.split('\n').map(normaliseLine).filter(Boolean).slice(0, 40);
    return accepted.length > 0 ? { ...question, accepted } : null;
  }
  if (question.type === 'number') {
    const [answer, tolerance] = [decimal(typed.number), decimal(typed.tolerance || '0')];
    return Number.isFinite(answer) && tolerance >= 0 ? { ...question, answer, tolerance } : null;
  }
  return null;
}

/** Problems `correction.item`, `choice.missing`, `correction.key`, `reason.missing`, `reason.long`. */
export function readCorrection(typed: TypedCorrection, items: readonly { versionId: number; question: Question }[]): Result<Read> {
  const item = items.find(({ versionId }) => String(versionId) === typed.item);
  const kind = correctionKinds.find((each) => each === typed.kind);
  const question = item && kind === 'key' ? keyed(item.question, typed) : null;
  const problems: Problem[] = [];
  if (!item) problems.push({ field: 'item', code: 'correction.item' });
  if (!kind) problems.push({ field: 'kind', code: 'choice.missing' });
  if (kind === 'key' && question === null) problems.push({ field: 'key', code: 'correction.key' });
  if (typed.reason === '') problems.push({ field: 'reason', code: 'reason.missing' });
  if (typed.reason.length > 1_000) problems.push({ field: 'reason', code: 'reason.long' });
  if (problems.length > 0 || !item || !kind) return failed(...problems);
  return ok({ versionId: item.versionId, kind, question, reason: typed.reason });
}
