import { z } from 'zod';

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
