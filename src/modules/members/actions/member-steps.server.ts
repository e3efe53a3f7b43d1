import type { Result } from '#platform/result.ts';
import type { MemberForms, Typed } from '../input/member.ts';
import type { Ground } from './ground.server.ts';
import { correctMember, exemptMember, leaveMember, moveMember } from './member.server.ts';
import type { Keeper } from './scope.server.ts';

type Take<K extends keyof MemberForms> = (
  ground: Ground,
  id: number,
  said: MemberForms[K],
  officer: Keeper,
) => Promise<Result<number>>;
type Read = <K extends keyof MemberForms>(form: K, typed: Typed) => Result<MemberForms[K]>;
export type MemberStep = (ground: Ground, id: number, typed: Typed, officer: Keeper) => Promise<Result<number>>;

/** Every form on the page of a member by its name: what it reads, then the action. */
export function memberStepsWith(read: Read): Readonly<Record<string, MemberStep>> {
  const step =
    <K extends keyof MemberForms>(form: K, take: Take<K>): MemberStep =>
    async (ground, id, typed, officer) => {
      const said = read(form, typed);
      return said.ok ? take(ground, id, said.value, officer) : said;
    };
  return {
    move: step('move', moveMember),
    leave: step('leave', leaveMember),
    exempt: step('exempt', exemptMember),
    correct: step('correct', correctMember),
  };
}
