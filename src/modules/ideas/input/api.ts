import { z } from 'zod';
import { readQuery } from '#platform/http/query.ts';
import { failed, ok, type Result } from '#platform/result.ts';
import { readCursor } from '../rules/cursor.ts';
import { states, type State } from '../rules/states.ts';

/** Body of `POST /api/v1/ideas`; also the source of its OpenAPI description. */
export const newIdeaSchema = z
  .strictObject({
    title: z.string().describe('One short sentence, at most 150 characters'),
    body: z.string().describe('What is proposed and why, at most 10,000 characters'),
    field: z.string().describe('Code of a field, see `GET /api/v1/ideas/fields`'),
    place: z.int().positive().optional().describe('Id of a place, see `GET /api/v1/places`'),
  })
  .meta({ id: 'NewIdea' });

/** Answer of `POST /api/v1/ideas`. The tracking code is shown here only: its hash is all that is kept. */
export const sentIdeaSchema = z
  .object({
    id: z.int(),
    trackingCode: z.string().describe('Shown once; at least 80 random bits'),
    receipt: z
      .object({
        leaf: z.string().describe('The exact text that entered the public ledger'),
        leafHash: z.string().describe('Hex of its RFC 6962 leaf hash'),
        salt: z.string().optional().describe('Opens the commitment, together with the content'),
      })
      .nullable(),
  })
  .meta({ id: 'SentIdea' });

const KEY = /^[\x21-\x7e]{8,200}$/;

/** `Idempotency-Key`: 8 to 200 visible ASCII characters, best a random UUID. */
export const isIdempotencyKey = (value: unknown): value is string => typeof value === 'string' && KEY.test(value);

export const ideasQuerySchema = z.object({
  q: z.string().max(200).optional().describe('Words, with or without diacritics; the 500 best hits, newest first'),
  field: z.string().regex(/^[a-z_]{1,40}$/).optional().describe('Code of a field, see `/api/v1/ideas/fields`'),
  place: z.int().min(1).max(2 ** 31 - 1).optional().describe('Id of a place of today: with all that was merged into it'),
  state: z.enum(states).optional(),
  cursor: z.string().max(60).optional().describe('`next` of the answer before; its content may change'),
  limit: z.int().min(1).max(100).default(20),
});
export type IdeasQuery = {
  q: string | null;
  field: string | null;
  place: number | null;
  state: State | null;
  /** Id of the last idea of the page before. */
  after: number | null;
  limit: number;
};

export function readIdeasQuery(params: URLSearchParams): Result<IdeasQuery> {
  const read = readQuery(ideasQuerySchema, params);
  if (!read.ok) return read;
  const { q, field, place, state, cursor, limit } = read.value;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return failed({ field: 'cursor', code: 'api.cursor' });
  return ok({ q: q ?? null, field: field ?? null, place: place ?? null, state: state ?? null, after, limit });
}
