import { normaliseLine } from '#platform/text/normalise.ts';

/** How far somebody has come in choosing a clause, as it stands in the address. */
export type PickQuery = { text: string; document: number | null; version: number | null };

const numberIn = (value: string | null): number | null => (value && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null);

export const readPickQuery = (params: URLSearchParams): PickQuery => ({
  text: normaliseLine(params.get('documentText') ?? '').slice(0, 500),
  document: numberIn(params.get('document')),
  version: numberIn(params.get('version')),
});
