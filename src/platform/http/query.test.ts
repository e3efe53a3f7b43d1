import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readQuery } from './query.ts';

const schema = z.object({
  q: z.string().max(10).optional(),
  limit: z.int().min(1).max(100).default(20),
  place: z.int().positive().optional(),
});
const read = (text: string) => readQuery(schema, new URLSearchParams(text));

describe('parameters of an address', () => {
  it('takes numbers as numbers, fills defaults, ignores what it does not know', () => {
    expect(read('limit=5&q=a&utm=1')).toEqual({ ok: true, value: { limit: 5, q: 'a' } });
    expect(read('limit=&q=&place=')).toEqual({ ok: true, value: { limit: 20 } });
    expect(read('q=1&q=2')).toEqual({ ok: true, value: { limit: 20, q: '1' } });
  });

  it('names each parameter that it cannot use', () => {
    expect(read('limit=101&place=x&q=12345678901')).toMatchObject({
      ok: false,
      problems: [
        { field: 'q', code: 'api.parameter', values: { name: 'q' } },
        { field: 'limit', code: 'api.parameter' },
        { field: 'place', code: 'api.parameter' },
      ],
    });
    for (const limit of ['0', '-1', '1.5', '1e3', '0x10', 'NaN', '99999999999999999999']) expect(read(`limit=${limit}`).ok).toBe(false);
  });

  it('gives an answer to anything', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (q, limit) => typeof readQuery(schema, new URLSearchParams({ q, limit })).ok === 'boolean'));
  });
});
