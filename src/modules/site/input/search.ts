import { z } from 'zod';
import { readQuery } from '#platform/http/query.ts';
import type { Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { SearchQuery } from '../rules/search.ts';

const MAX_QUERY = 200;
/** The search orders this many hits; what comes later nobody pages to. */
const MAX_PAGE = 50;

/** Anything may stand in the address of a page; what cannot be read is left out instead of refused. */
export function readSearchPage(params: URLSearchParams): SearchQuery {
  const page = Number(params.get('page') ?? 1);
  const type = params.get('type') ?? '';
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, MAX_QUERY),
    type: /^[a-z]{1,40}$/.test(type) ? type : null,
    page: Number.isSafeInteger(page) && page > 0 ? Math.min(page, MAX_PAGE) : 1,
  };
}

export const searchQuerySchema = z.object({
  q: z.string().max(MAX_QUERY).describe('Words with or without diacritics, a document symbol, or the name of a place'),
  type: z.string().regex(/^[a-z]{1,40}$/).optional().describe('Only this kind: `idea`'),
  page: z.int().min(1).max(MAX_PAGE).default(1).describe('20 a page'),
});
export const readSearchQuery = (params: URLSearchParams): Result<z.output<typeof searchQuerySchema>> =>
  readQuery(searchQuerySchema, params);

const segments = z.array(z.object({ text: z.string(), hit: z.boolean() }));

export const foundSchema = z
  .object({
    total: z.int().describe('At most 1,000; then `more` is true'),
    more: z.boolean(),
    similar: z.boolean().describe('Nothing has exactly these words; the hits have words one slip away'),
    items: z.array(
      z.object({
        type: z.string(),
        id: z.string(),
        url: z.url(),
        language: z.enum(['vi', 'en', 'km']),
        title: z.string(),
        titleParts: segments.describe('The title in pieces, with the words that were found'),
        snippet: segments,
        updatedAt: z.iso.datetime(),
      }),
    ),
    places: z
      .array(z.object({ id: z.int(), label: z.string(), now: z.string().nullable(), nowIds: z.array(z.int()) }))
      .describe('Places of that name, of today and of before; on the first page only'),
  })
  .meta({ id: 'Found' });
export type FoundAnswer = z.output<typeof foundSchema>;
