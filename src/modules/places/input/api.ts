import { z } from 'zod';
import type { Endpoint } from '#platform/http/openapi.ts';
import { readQuery } from '#platform/http/query.ts';
import { failed, type Result } from '#platform/result.ts';

export const placesQuerySchema = z.object({
  code: z.string().regex(/^\d{2,5}$/).optional().describe('Official code; what it means depends on the day'),
  asOf: z.iso.date().optional().describe('The day to describe, today when absent'),
  q: z.string().max(100).optional().describe('Name, of today or of before, with or without diacritics, or a code'),
  limit: z.int().min(1).max(50).default(10).describe('Most items for `q`'),
});
export type PlacesQuery = z.output<typeof placesQuerySchema>;

/** Either a code or a name has to be asked for. */
export function readPlacesQuery(params: URLSearchParams): Result<PlacesQuery> {
  const read = readQuery(placesQuerySchema, params);
  if (!read.ok || read.value.code || read.value.q) return read;
  return failed({ field: 'code', code: 'api.codeOrName' });
}

export const placeSchema = z
  .object({
    id: z.int().describe('Ours; the same place keeps it through new names and codes'),
    code: z.string(),
    kind: z.string().describe('xã, phường, thị trấn, huyện, thị xã, thành phố, tỉnh'),
    name: z.string().describe('"xã Thanh Lương"'),
    label: z.string().describe('With what is above it: "xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước"'),
    now: z.string().nullable().describe('The same ground today: "phường An Lộc, thành phố Đồng Nai"'),
    nowIds: z.array(z.int()).describe('Places behind `now`; several after a split'),
    asOf: z.iso.date().describe('The day described: the one asked for, or the nearest on which the place existed'),
    relation: z.enum(['same', 'renamed', 'merged', 'ended']),
  })
  .meta({ id: 'Place' });
export type PlaceAnswer = z.output<typeof placeSchema>;

export const placeChoicesSchema = z
  .object({
    items: z.array(
      placeSchema.extend({
        value: z.string().describe('The id as text, for a form'),
        note: z.string().optional().describe('What stands for it today, where that differs'),
      }),
    ),
  })
  .meta({ id: 'PlaceChoices' });
export type PlaceChoices = z.output<typeof placeChoicesSchema>;

export const placesApi: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/v1/places',
    id: 'places',
    group: 'Places',
    summary: 'What an official code meant on a day, or places by name',
    description:
      'Codes of places are used again after a reorganisation: 25333 was xã Thanh Lương until 30/06/2025 and is phường An Lộc since. A code without a day is therefore ambiguous.',
    query: placesQuerySchema,
    answers: {
      200: { description: 'One place for `code`, a list for `q`', schema: z.union([placeSchema, placeChoicesSchema]) },
    },
    problems: { 400: 'A parameter cannot be read, or neither `code` nor `q` was given', 404: 'The code meant nothing on that day' },
  },
];
