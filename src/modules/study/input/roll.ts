/** What comes from lists, phones and forms of the roll. */
import { z } from 'zod';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { isOutcome, MAX_REASON, outcomes, type Outcome } from '../rules/roll.ts';

/** One tap: who, what, and what the screen showed before it. `at`: the device's clock, ms. */
export type Tap = { id: string; member: number; outcome: Outcome | null; reason: string | null; seen: Outcome | null; at: number };

const outcome = z.enum(outcomes).nullable();
const reason = z.string().max(2_000).nullable().transform((text) => reasonOf(text ?? ''));
const tap = z.strictObject({
  id: z.uuid(), member: z.int().positive(), outcome, reason, seen: outcome, at: z.number().min(0).max(8e15),
});
/** A device sends what it has in portions. */
export const MAX_TAPS = 200;
const batch = z.strictObject({ sentAt: z.number().min(0).max(8e15), taps: z.array(tap).min(1).max(MAX_TAPS) });

const reasonOf = (text: string): string | null => normaliseLine(text).slice(0, MAX_REASON) || null;

/** Problem `taps.unreadable`. */
export function readTaps(value: unknown): Result<{ sentAt: number; taps: Tap[] }> {
  const read = batch.safeParse(value);
  return read.success ? ok(read.data) : problem('taps.unreadable');
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
export const idOf = (value: string): number | null => (/^[1-9]\d{0,14}$/.test(value) ? Number(value) : null);
const isUuid = (value: string): boolean => z.uuid().safeParse(value).success;

/** The form of one person. Problem `taps.unreadable`. */
export function readTapForm(form: FormData, now: Date): Result<Tap> {
  const [member, id, said, seen] = [idOf(text(form, 'member')), text(form, 'id'), text(form, 'outcome'), text(form, 'seen')];
  if (member === null || !isUuid(id) || !(isOutcome(said) || said === 'none')) return problem('taps.unreadable');
  return ok({
    id, member, outcome: isOutcome(said) ? said : null, reason: said === 'excused' ? reasonOf(text(form, 'reason')) : null,
    seen: isOutcome(seen) ? seen : null, at: now.getTime(),
  });
}

/** Everybody about whom nothing is known yet. Problem `outcome.missing`. */
export function readRestForm(form: FormData): Result<{ outcome: Outcome; branch: number | null }> {
  const said = text(form, 'outcome');
  return isOutcome(said) ? ok({ outcome: said, branch: idOf(text(form, 'branch')) }) : fieldProblem('outcome', 'outcome.missing');
}

export type RoomForm = { counted: number; nonMembers: number };
const figure = (value: string): number | null => (/^\d{1,5}$/.test(value.trim()) ? Number(value.trim()) : null);

/** How many are in the room. Problems at their fields: `count.missing`, `count.fewer`: more guests than people. */
export function readRoomForm(form: FormData): Result<RoomForm> {
  const counted = figure(text(form, 'counted'));
  const nonMembers = figure(text(form, 'nonMembers') || '0');
  if (counted === null) return fieldProblem('counted', 'count.missing');
  if (nonMembers === null) return fieldProblem('nonMembers', 'count.missing');
  return nonMembers > counted ? fieldProblem('nonMembers', 'count.fewer') : ok({ counted, nonMembers });
}

/** Who of those that wait is confirmed, and who is left out; the others go on waiting. */
export function readWaiting(form: FormData): { confirmed: number[]; leftOut: number[] } {
  const said = [...form.entries()].flatMap(([name, value]) => {
    const member = idOf(/^waiting-(\d+)$/.exec(name)?.[1] ?? '');
    return member === null ? [] : [[member, value] as const];
  });
  const of = (wanted: string) => said.filter(([, value]) => value === wanted).map(([member]) => member);
  return { confirmed: of('confirm'), leftOut: of('leave') };
}

/** Problem `objection.missing`, `objection.long`. */
export function readObjection(form: FormData): Result<string> {
  const said = normalise(text(form, 'text')).trim();
  if (said === '') return fieldProblem('text', 'objection.missing');
  return said.length > 1_000 ? fieldProblem('text', 'objection.long') : ok(said);
}

const scanned = z.strictObject({ code: z.string().max(60) });
/** The code that a device kept; empty when it is none. */
export const readCodeBody = (value: unknown): string => scanned.safeParse(value).data?.code ?? '';

/** What the typed numbers are: who was there, or who was not. */
export type TypedSheet = { sheet: number | null; numbers: string; meaning: 'present' | 'excused' | 'unexcused' };
export function readTypedSheet(form: FormData): TypedSheet {
  const said = text(form, 'meaning');
  return { sheet: idOf(text(form, 'n')), numbers: normaliseLine(text(form, 'numbers')).slice(0, 2_000), meaning: said === 'excused' || said === 'unexcused' ? said : 'present' };
}

/** The number of a printed sheet and the hand that keeps the list, from an address. */
export const readSheetQuery = (params: URLSearchParams) => ({ id: idOf(params.get('n') ?? ''), as: params.get('as') });

/** Problem `objection.answer`. */
export function readAnswer(form: FormData): Result<{ id: number; answer: string }> {
  const [id, answer] = [idOf(text(form, 'objection')), normalise(text(form, 'answer')).trim().slice(0, 1_000)];
  return id !== null && answer !== '' ? ok({ id, answer }) : fieldProblem('answer', 'objection.answer');
}

const accepted = z.array(z.strictObject({
  member: z.int().positive(), outcome: z.enum(outcomes), reason: z.string().max(MAX_REASON).nullable(), seen: outcome,
})).max(3_000);

/** What a dry run let through, as its form brings it back. Problem `taps.unreadable`. */
export function readAccepted(form: FormData): Result<z.infer<typeof accepted>> {
  try {
    const read = accepted.safeParse(JSON.parse(text(form, 'accepted')));
    return read.success ? ok(read.data) : problem('taps.unreadable');
  } catch {
    return problem('taps.unreadable');
  }
}
