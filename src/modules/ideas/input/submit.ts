import { z } from 'zod';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { detectLegacy } from '#platform/text/legacy.ts';
import { characters, hasLetters, normalise, normaliseLine } from '#platform/text/normalise.ts';
import { isLanguage } from '#platform/words/translate.ts';
import { limits, type Consents, type Contact, type Submission } from '../rules/submission.ts';

/** A text in a font encoding from before Unicode, and what it reads as. */
export type Converted = { title?: string; body?: string };

const text = (max: number) => z.string().max(max * 8, 'tooLong').default('');
const raw = z.object({
  title: text(limits.title),
  body: text(limits.body),
  field: z.string().max(40).default(''),
  place: z.union([z.string().max(20), z.number()]).optional(),
  name: text(limits.name).optional(),
  email: text(limits.contact).optional(),
  phone: text(limits.contact).optional(),
  consentContact: z.unknown().optional(),
  consentName: z.unknown().optional(),
});

const EMAIL = /^[^\s@<>",;]{1,64}@[^\s@<>",;]+\.[^\s@<>",;]{2,}$/;
const PHONE = /^\+?[\d .()-]{8,20}$/;

/**
 * Title, proposal and field are enough; everything else is optional and private. Whether the field and the place
 * exist is the action's question: they are data.
 */
export function readSubmission(
  values: Record<string, unknown>,
  language: string,
): Result<Submission> {
  const parsed = raw.safeParse(values);
  if (!parsed.success) return failed(...parsed.error.issues.map((issue) => tooLong(String(issue.path[0] ?? ''))));
  const given = parsed.data;
  const title = normaliseLine(given.title);
  const body = normalise(given.body);
  const problems: Problem[] = [
    ...textProblems('title', title, limits.title),
    ...textProblems('body', body, limits.body),
    ...(/^[a-z_]{1,40}$/.test(given.field) ? [] : [{ field: 'field', code: 'field.choose' }]),
  ];
  const place = readPlace(given.place);
  if (place === undefined) problems.push({ field: 'place', code: 'place.unknown' });
  const contact = readContact(given);
  const consents = { contact: isTicked(given.consentContact), name: isTicked(given.consentName) };
  problems.push(...contactProblems(contact, consents));
  if (problems.length > 0) return failed(...problems);
  return ok({
    title,
    body,
    field: given.field,
    place: place ?? null,
    language: isLanguage(language) ? language : 'vi',
    contact,
    consents,
  });
}

/** Old fonts still surface in pasted texts; the form shows the converted text and asks the person to look at it. */
export function convertLegacy(values: { title?: unknown; body?: unknown }): Converted | undefined {
  const converted: Converted = {};
  for (const name of ['title', 'body'] as const) {
    const found = detectLegacy(String(values[name] ?? ''));
    if (found) converted[name] = found.converted;
  }
  return converted.title || converted.body ? converted : undefined;
}

const tooLong = (field: string): Problem => ({
  field,
  code: 'tooLong',
  values: { max: limits[field as keyof typeof limits] ?? limits.contact },
});

/** Problems that any text of a person can have: empty, without a letter, too long, in a font from before Unicode. */
export function textProblems(field: string, value: string, max: number): Problem[] {
  if (value === '') return [{ field, code: `${field}.empty` }];
  if (!hasLetters(value)) return [{ field, code: 'noWords' }];
  if (characters(value) > max) return [{ field, code: 'tooLong', values: { max } }];
  if (detectLegacy(value)) return [{ field, code: 'legacyFont' }];
  return [];
}

function readPlace(value: string | number | undefined): number | null | undefined {
  if (value === undefined || value === '') return null;
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

const isTicked = (value: unknown): boolean => value === true || value === 'on' || value === 'yes';
const orNull = (value: string | undefined) => normaliseLine(value ?? '') || null;

function readContact(given: z.infer<typeof raw>): Contact {
  return { name: orNull(given.name), email: orNull(given.email), phone: orNull(given.phone) };
}

function contactProblems(contact: Contact, consents: Consents): Problem[] {
  const problems: Problem[] = [];
  if (contact.name && characters(contact.name) > limits.name) problems.push(tooLong('name'));
  if (contact.email && !EMAIL.test(contact.email)) problems.push({ field: 'email', code: 'email.invalid' });
  if (contact.phone && !PHONE.test(contact.phone)) problems.push({ field: 'phone', code: 'phone.invalid' });
  // Keeping a contact without the person's tick would be keeping it without consent.
  if ((contact.email || contact.phone) && !consents.contact) {
    problems.push({ field: 'consentContact', code: 'consent.contact' });
  }
  if (contact.name && !consents.name) problems.push({ field: 'consentName', code: 'consent.name' });
  return problems;
}
