/** Whether somebody is named in the ranking of a contest: the person's own choice, off until made, ended at once. */
import type { Person } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator, type Language } from '#platform/words/translate.ts';
import { tellsOwnPlace } from '../rules/ranking.ts';
import { giveNaming, ownContests, withdrawNaming, type OwnContest } from '../store/ranking.server.ts';

type Ground = Pick<Runtime, 'db'>;
export type Choosing = { actor: Person; now: Instant; language: Language };
export type NamingChoice = { quizId: number; agrees: boolean };

/**
 * Keeps the very words that were agreed to. The page of the ranking is kept nowhere and asks for the consents of its
 * moment, so there is nothing that could go on showing a name. Problem `naming.missing`: no contest of the person's.
 */
export function chooseNaming({ db }: Ground, { quizId, agrees }: NamingChoice, { actor, now, language }: Choosing): Promise<Result<void>> {
  return asPerson(db, actor.personId, async (tx) => {
    const own = (await ownContests(tx)).find((each) => each.quizId === quizId);
    if (!own) return problem('naming.missing');
    const shown = translator(language)('quizzes.player.naming.agree');
    if (agrees) await giveNaming(tx, { ticketId: own.ticketId, language, shown, now });
    else await withdrawNaming(tx, own.ticketId, now);
    return ok(undefined);
  });
}

export type OwnPlace = {
  named: boolean;
  /** Null until the ranking is out, and where too few took part. */
  place: { place: number; people: number; public: boolean } | null;
};

const placeOf = ({ named, place, people, out }: OwnContest): OwnPlace => ({
  named, place: place !== null && people !== null && tellsOwnPlace(people) ? { place, people, public: out } : null,
});

/** By quiz, in the name of the transaction's person. */
export const ownPlaces = async (tx: Db): Promise<Map<number, OwnPlace>> =>
  new Map((await ownContests(tx)).map((each) => [each.quizId, placeOf(each)]));

/** What the person chose for this contest; null where there is no ranking. */
export const namingOf = ({ db }: Ground, quizId: number, personId: string): Promise<{ named: boolean } | null> =>
  asPerson(db, personId, async (tx) => {
    const own = (await ownPlaces(tx)).get(quizId);
    return own ? { named: own.named } : null;
  });
