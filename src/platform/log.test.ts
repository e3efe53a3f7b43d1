import { expect, test } from 'vitest';
import { describeError } from './log.server.ts';

test('an error is told without the connection it came over and without the values of a row', () => {
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    table: 'author',
    detail: 'Key (email)=(an@example.vn) already exists.',
    client: { connectionParameters: { password: 'secret' } },
  });
  const told = describeError(error) as Record<string, unknown>;
  expect(told).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505', table: 'author' });
  expect(JSON.stringify(told)).not.toMatch(/secret|an@example/);
  expect(describeError('text')).toBe('text');
});
