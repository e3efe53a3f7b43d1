import type { Db } from '#platform/database/client.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { ownBranches } from '../store/roll.server.ts';

/** Branches on the campaign's roster whose secretary this person is today. */
export const branchesOfSecretary = (db: Db, campaignId: number, personId: string): Promise<number[]> =>
  asPerson(db, personId, (tx) => ownBranches(tx, campaignId));
