import { normaliseLine } from '#platform/text/normalise.ts';
import { isRowFilter, type MemberQuery, type RowFilter } from '../rules/list.ts';
import { isDay } from './date.ts';
import { readMappingQuery } from './import.ts';

const MAX_QUERY = 100;
const MAX_PAGE = 100_000;

const positive = (value: string | null): number | null =>
  /^[1-9]\d{0,8}$/.test(value ?? '') ? Number(value) : null;
const pageOf = (params: URLSearchParams): number => Math.min(positive(params.get('page')) ?? 1, MAX_PAGE);

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readMemberQuery(params: URLSearchParams): MemberQuery {
  const day = params.get('day') ?? '';
  return {
    body: positive(params.get('body')),
    day: isDay(day) ? day : null,
    q: normaliseLine(params.get('q') ?? '').slice(0, MAX_QUERY),
    below: params.has('below') ? params.get('below') === '1' : null,
    page: pageOf(params),
  };
}

/** Null: whichever the page thinks best. */
export function readRowQuery(params: URLSearchParams): { filter: RowFilter | null; page: number } {
  const rows = params.get('rows');
  return { filter: isRowFilter(rows) ? rows : null, page: pageOf(params) };
}

/** Everything that the address of an import's page may say. */
export const readImportQuery = (params: URLSearchParams) => ({
  mapping: readMappingQuery(params),
  rows: readRowQuery(params),
  /** Choose the columns again after a dry run. */
  remap: params.get('remap') === '1',
  /** The reader has stopped the page from looking again by itself. */
  still: params.get('still') === '1',
});
