import { normaliseLine } from '#platform/text/normalise.ts';
import type { PickQuery } from '../rules/pick.ts';


const numberIn = (value: string | null): number | null => (value && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null);

export const readPickQuery = (params: URLSearchParams): PickQuery => ({
  text: normaliseLine(params.get('documentText') ?? '').slice(0, 500),
  document: numberIn(params.get('document')),
  version: numberIn(params.get('version')),
});
