/** Forms and addresses of the library. What was typed comes back with what is wrong with it. */
import { z } from 'zod';
import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { isClassified, isKind, MAX_CLAUSES, MAX_TEXT, type DocumentQuery, type Kind } from '../rules/document.ts';
import { readOutline, type Outline } from '../rules/outline.ts';

export type TypedDocument = {
  symbol: string; kind: string; issuer: string; issuedOn: string; title: string; body: string;
  inForceFrom: string; basis: string; text: string; seen: string; note: string;
};
export type DocumentForm = {
  symbol: string; kind: Kind; issuer: string; issuedOn: Day; title: string; body: number;
};
export type VersionForm = { inForceFrom: Day; basis: string; text: string; outline: Outline; seen: string };

const FIELDS = ['symbol', 'kind', 'issuer', 'issuedOn', 'title', 'body', 'inForceFrom', 'basis', 'seen', 'note'] as const;

/** Every field as it is shown again; the text keeps its lines. */
export function readTypedDocument(form: FormData): TypedDocument {
  const value = (name: string): string => {
    const raw = form.get(name);
    return typeof raw === 'string' ? raw : '';
  };
  const lines = Object.fromEntries(FIELDS.map((name) => [name, normaliseLine(value(name)).slice(0, 2_000)]));
  return { ...(lines as Omit<TypedDocument, 'text'>), text: value('text').slice(0, MAX_TEXT + 1) };
}

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success && text >= '1930-01-01' && text <= '2100-01-01';

/** Problems at their fields: `symbol.long`, `kind.missing`, `issuer.missing`, `title.missing`, `day.missing`, … */
export function readDocumentForm(typed: TypedDocument): Result<DocumentForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const { symbol, kind, issuer, issuedOn, title, body } = typed;
  if (symbol.length > 60) wrong('symbol', 'symbol.long');
  if (!isKind(kind)) wrong('kind', 'kind.missing');
  if (issuer === '') wrong('issuer', 'issuer.missing');
  if (issuer.length > 200) wrong('issuer', 'issuer.long');
  if (!isDay(issuedOn)) wrong('issuedOn', 'day.missing');
  if (title === '') wrong('title', 'title.missing');
  if (title.length > 400) wrong('title', 'title.long');
  if (!/^[1-9]\d{0,8}$/.test(body)) wrong('body', 'body.missing');
  if (problems.length > 0) return failed(...problems);
  return ok({ symbol, kind: kind as Kind, issuer, issuedOn: issuedOn as Day, title, body: Number(body) });
}

/** Problems: `day.missing`, `text.missing`, `text.long`, `text.clauses`, `text.classified`. */
export function readVersionForm(typed: TypedDocument): Result<VersionForm> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const text = normalise(typed.text);
  const outline = readOutline(text.slice(0, MAX_TEXT));
  if (!isDay(typed.inForceFrom)) wrong('inForceFrom', 'day.missing');
  if (typed.basis.length > 400) wrong('basis', 'basis.long');
  if (text.trim() === '') wrong('text', 'text.missing');
  else if (text.length > MAX_TEXT) wrong('text', 'text.long');
  else if (outline.clauses.length > MAX_CLAUSES) wrong('text', 'text.clauses');
  else if (isClassified(text)) wrong('text', 'text.classified');
  if (problems.length > 0) return failed(...problems);
  return ok({ inForceFrom: typed.inForceFrom as Day, basis: typed.basis, text, outline, seen: typed.seen });
}

/** A reason that somebody else will read. Problem `note.missing`. */
export function readNote(typed: TypedDocument): Result<string> {
  return typed.note === '' ? failed({ field: 'note', code: 'note.missing' }) : ok(typed.note);
}

const MAX_PAGE = 5_000;
const positive = (value: string | null): number | null =>
  /^[1-9]\d{0,8}$/.test(value ?? '') ? Number(value) : null;

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readLibraryQuery(params: URLSearchParams): DocumentQuery {
  const kind = params.get('kind');
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, 200),
    kind: isKind(kind) ? kind : null,
    page: Math.min(positive(params.get('page')) ?? 1, MAX_PAGE),
  };
}

/** Which version is read, and with which it is compared; null: the newest, the one before. */
export const readVersionQuery = (params: URLSearchParams) => ({
  version: positive(params.get('version')),
  from: positive(params.get('from')),
});

