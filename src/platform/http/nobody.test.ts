import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { asNobody } from './nobody.ts';

const asked = (method: string, url: string, type?: string) => {
  const headers: Record<string, string> = { cookie: 'session=1', authorization: 'Bearer x', ...(type ? { 'content-type': type } : {}) };
  const request = { method, url, headers } as unknown as IncomingMessage;
  asNobody(request);
  return request.headers;
};

describe('who asks the API', () => {
  it('is nobody', () => {
    for (const url of ['/api/v1/ideas', '/api/', '/ledger/checkpoint?x']) expect(asked('GET', url)).toEqual({});
  });

  it('is somebody everywhere else', () => {
    for (const url of ['/', '/hien-ke', '/quan-tri', '/apis', '/ledgerx/', '/en/api/v1/ideas', '/hien-ke/so-cai', 'http://x/api/']) {
      expect(asked('GET', url)).toMatchObject({ cookie: 'session=1', authorization: 'Bearer x' });
    }
  });

  it('is never taken for a form', () => {
    expect(asked('POST', '/api/v1/ideas', 'application/json; charset=utf-8')['content-type']).toBe('application/json; charset=utf-8');
    for (const type of [undefined, 'text/plain', 'multipart/form-data; boundary=x']) {
      expect(asked('DELETE', '/api/v1/ideas', type)['content-type']).toBe('application/octet-stream');
    }
  });
});
