import type { Db } from '#platform/database/client.ts';
import { isUnavailable } from '#platform/database/unavailable.ts';
import { fieldCodes } from '../store/submit.server.ts';

const FRESH_MS = 60_000;
let known: { codes: string[]; at: number } | undefined;

/**
 * The fields that a form offers. While the database is away the last known ones stand in, so that the form can be
 * shown again with everything that was typed.
 */
export async function knownFields(db: Db): Promise<string[]> {
  if (known && Date.now() - known.at < FRESH_MS) return known.codes;
  try {
    known = { codes: await fieldCodes(db), at: Date.now() };
    return known.codes;
  } catch (error) {
    if (!known || !isUnavailable(error)) throw error;
    return known.codes;
  }
}
