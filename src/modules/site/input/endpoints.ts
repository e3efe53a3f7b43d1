/** What the house itself serves to machines: search, the public ledger, the puzzle against floods, this description. */
import { z } from 'zod';
import type { Endpoint } from '#platform/http/openapi.ts';
import { readQuery } from '#platform/http/query.ts';
import type { Result } from '#platform/result.ts';
import { foundSchema, searchQuerySchema } from './search.ts';

export const puzzleQuerySchema = z.object({ purpose: z.enum(['ideas.send']) });
export const readPuzzleQuery = (params: URLSearchParams): Result<z.output<typeof puzzleQuerySchema>> =>
  readQuery(puzzleQuerySchema, params);

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const puzzleSchema = z
  .object({
    parameters: z.object({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: z.string(),
      salt: z.string(),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      data: z.object({ purpose: z.string(), expires: z.int() }),
    }),
    signature: z.string(),
  })
  .meta({ id: 'Puzzle' });

const receiptSchema = z
  .object({
    leaf: z.string().describe('Exactly as hashed'),
    leafHash: hash,
    index: z.int().optional(),
    checkpoint: z.string().optional(),
    proof: z.array(hash).optional(),
  })
  .meta({ id: 'Receipt' });
const consistencySchema = z
  .object({ from: z.int(), to: z.int(), checkpoint: z.string(), proof: z.array(hash) })
  .meta({ id: 'ConsistencyProof' });

const ledger: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/ledger/checkpoint',
    id: 'ledgerCheckpoint',
    group: 'Ledger',
    summary: 'The newest signed head of the public ledger',
    description: 'A signed note (c2sp.org/tlog-checkpoint): origin, size, root, signatures.',
    answers: { 200: { description: 'The note', type: 'text/plain', schema: z.string() } },
    problems: { 404: 'Nothing was signed yet' },
  },
  {
    method: 'get',
    path: '/ledger/key',
    id: 'ledgerKey',
    group: 'Ledger',
    summary: 'Public keys of the ledger, the one that signs now first',
    answers: { 200: { description: 'One key a line (c2sp.org/signed-note)', type: 'text/plain', schema: z.string() } },
    problems: { 404: 'No key was made yet' },
  },
  {
    method: 'get',
    path: '/ledger/tile/{path}',
    id: 'ledgerTile',
    group: 'Ledger',
    summary: 'Hashes or entries of the tree',
    description: 'Layout of c2sp.org/tlog-tiles: `<level>/<n>[.p/<width>]`, `entries/<n>[.p/<width>]`. Never changes.',
    parameters: z.object({ path: z.string() }),
    answers: { 200: { description: 'Binary', type: 'application/octet-stream', schema: z.string() } },
    problems: { 400: 'Not a path of a tile', 404: 'The ledger is not that long yet' },
  },
  {
    method: 'get',
    path: '/ledger/proof',
    id: 'ledgerProof',
    group: 'Ledger',
    summary: 'Proof that a leaf is in the ledger, or that an older tree is the beginning of a newer one',
    query: z.object({
      leaf: hash.optional().describe('Hex hash of a leaf'),
      from: z.int().nonnegative().optional().describe('Size of the older tree'),
      to: z.int().nonnegative().optional().describe('Size of the newer tree, the newest when absent'),
    }),
    answers: {
      200: { description: 'RFC 6962 proof', schema: z.union([receiptSchema, consistencySchema]) },
      202: { description: 'The leaf waits for its place; ask again in a minute', schema: receiptSchema },
    },
    problems: { 400: 'Give `leaf`, or `from` and maybe `to`', 404: 'No such leaf, or no trees of these sizes' },
  },
];

export const siteApi: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/v1/search',
    id: 'search',
    group: 'Search',
    summary: 'Everything that is public, with or without diacritics',
    query: searchQuerySchema,
    answers: { 200: { description: 'Best first', schema: foundSchema } },
    problems: { 400: 'A parameter cannot be read, or `q` is missing' },
  },
  {
    method: 'get',
    path: '/api/v1/puzzle',
    id: 'puzzle',
    group: 'House',
    summary: 'A small calculation asked of the sender where too much comes from one network',
    description: 'ALTCHA 2 (PBKDF2). The forms of this site fetch and solve it by themselves. Never cached.',
    query: puzzleQuerySchema,
    answers: { 200: { description: 'Valid for 20 minutes', schema: puzzleSchema } },
    problems: { 400: 'Unknown purpose' },
  },
  ...ledger,
  {
    method: 'get',
    path: '/api/openapi.json',
    id: 'openapi',
    group: 'House',
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  },
];
