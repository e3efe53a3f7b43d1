export type LedgerQuery = {
  /** What was asked for, as it was typed without blanks. */
  leaf: string | null;
  /** It cannot be the hash of a leaf. */
  malformed: boolean;
  before: number | null;
};

const HASH = /^[0-9a-f]{64}$/;
const MOST = 200;

/** A hash copied from a printed receipt may carry blanks and capitals. */
export function readLedgerQuery(params: URLSearchParams): LedgerQuery {
  const leaf = (params.get('leaf') ?? '').replace(/[\s-]+/g, '').toLowerCase().slice(0, MOST);
  const before = Number(params.get('before') ?? '');
  return {
    leaf: leaf === '' ? null : leaf,
    malformed: leaf !== '' && !HASH.test(leaf),
    before: Number.isSafeInteger(before) && before > 0 ? before : null,
  };
}
