/** The API of the ideas portal, described once for OpenAPI, for the page about open data and for the tests. */
import { z } from 'zod';
import type { Endpoint } from '#platform/http/openapi.ts';
import { fieldsSchema, ideaPageSchema, ideaSchema, tombstoneSchema, trackSchema, waitingSchema } from './answers.ts';
import { ideasQuerySchema, newIdeaSchema, sentIdeaSchema } from './api.ts';
import { statisticsQuerySchema, statisticsSchema } from './statistics.ts';

const group = 'Ideas';
const BAD_PARAMETER = 'A parameter cannot be read; `errors[].field` names it';
const sendHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .describe('8 to 200 visible ASCII characters, best a random UUID. The same key with the same content gives the same answer'),
});

export const ideasApi: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/v1/ideas',
    id: 'listIdeas',
    group,
    summary: 'Published ideas, newest first',
    description: 'Paged by a cursor: what is sent or published meanwhile makes no page repeat or skip an idea.',
    query: ideasQuerySchema,
    answers: { 200: { description: 'One page', schema: ideaPageSchema } },
    problems: { 400: `${BAD_PARAMETER}, or the cursor never was one (\`api.cursor\`)` },
  },
  {
    method: 'post',
    path: '/api/v1/ideas',
    id: 'sendIdea',
    group,
    summary: 'Send an idea',
    description:
      'Reads no cookie and may be called from any site. What is sent is looked at by an officer before it becomes public. A complaint or a denunciation is not an idea: see /hien-ke/noi-tiep-nhan.',
    headers: sendHeaders,
    body: newIdeaSchema,
    answers: { 201: { description: 'Received; the tracking code is shown only here', schema: sentIdeaSchema } },
    problems: {
      400: 'No key, no JSON, or members missing, unknown or of another type',
      409: 'The key was used for another content (`idempotency.conflict`)',
      413: 'More than 128 KiB',
      415: 'Not `application/json`',
      422: 'The content itself: empty, too long, unknown field or place',
      429: 'Too many from this network; see `Retry-After`',
      503: 'Not stored; send the same again with the same key',
    },
  },
  {
    method: 'get',
    path: '/api/v1/ideas/{id}',
    id: 'readIdea',
    group,
    summary: 'One idea with its answers and its timeline',
    parameters: z.object({ id: z.int().positive() }),
    answers: { 200: { description: 'Public', schema: ideaSchema } },
    problems: {
      404: 'No such idea (`idea.missing`), or it waits for the reception (`idea.waiting`, with the day by which it is decided)',
      410: 'Refused, a duplicate, withdrawn, or passed on as the law says: a tombstone with the reason',
    },
    problemSchemas: { 404: waitingSchema, 410: tombstoneSchema },
  },
  {
    method: 'get',
    path: '/api/v1/ideas/fields',
    id: 'listFields',
    group,
    summary: 'Fields an idea can belong to, named in three languages',
    answers: { 200: { description: 'In the order of the form', schema: fieldsSchema } },
  },
  {
    method: 'get',
    path: '/api/v1/ideas/track/{code}',
    id: 'trackIdea',
    group,
    summary: 'What the author sees with the tracking code',
    description: 'Never cached. Spaces, hyphens and small letters in the code do not matter.',
    parameters: z.object({ code: z.string().max(100) }),
    answers: { 200: { description: 'The idea, the questions to its author, and what they may do now', schema: trackSchema } },
    problems: { 404: 'No idea has this code', 429: 'Too many tries from this network; see `Retry-After`' },
  },
  {
    method: 'get',
    path: '/api/v1/ideas/statistics',
    id: 'ideaStatistics',
    group,
    summary: 'What became of the ideas, by quarter, reason and body',
    description: 'The figures of /hien-ke/minh-bach. They count ideas and bodies, never people.',
    query: statisticsQuerySchema,
    answers: { 200: { description: 'As of `asOf`', schema: statisticsSchema } },
    problems: { 400: BAD_PARAMETER },
  },
];
