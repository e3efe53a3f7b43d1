import { expect, test } from 'vitest';
import { hotFinder, type HotEndpoint } from './hot.ts';

const endpoint = (method: HotEndpoint['method'], path: string): HotEndpoint =>
  ({ method, path, maxBody: 0, handle: async () => ({ status: 200, headers: {}, body: '' }) });
const find = hotFinder([
  endpoint('POST', '/api/v1/things'), endpoint('GET', '/api/v1/things/[id]'), endpoint('PUT', '/api/v1/things/[id]/parts/[part]'),
  endpoint('POST', '/hien-ke/1'),
]);
const told = (method: string, path: string) => {
  const found = find(method, path);
  return found && [found.endpoint.path, found.params];
};

test('a path, and a path with numbers in it, by method', () => {
  expect(told('POST', '/api/v1/things')).toEqual(['/api/v1/things', []]);
  expect(told('GET', '/api/v1/things/12-3')).toEqual(['/api/v1/things/[id]', ['12-3']]);
  expect(told('PUT', '/api/v1/things/12/parts/3')).toEqual(['/api/v1/things/[id]/parts/[part]', ['12', '3']]);
  expect(told('POST', '/hien-ke/1')).toEqual(['/hien-ke/1', []]);
});

test('nothing else', () => {
  for (const [method, path] of [
    ['POST', '/api/v1/things/1'], ['GET', '/api/v1/things'], ['GET', '/api/v1/things/abc'], ['GET', '/api/v1/things/[id]'],
    ['GET', '/api/v1/things/1/'], ['GET', '/api/v1/things//1'], ['PUT', '/api/v1/things/1/parts'], ['GET', '/v1/things/1'],
  ]) expect([path, told(method!, path!)]).toEqual([path, undefined]);
});
