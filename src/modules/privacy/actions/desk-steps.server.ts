/** Every form on the page of a request by its name: what it reads, then the action. */
import { ok, type Result } from '#platform/result.ts';
import type { Applied, Refused } from '../input/desk.ts';
import type { Typed } from '../input/typed.ts';
import { acknowledge, applyCorrection, approveErasure, refuse } from './desk.server.ts';
import type { Officer } from './reach.server.ts';
import type { Ground } from './request.server.ts';

/** @returns what the page then says was done */
export type DeskStep = (ground: Ground, id: number, typed: Typed, officer: Officer) => Promise<Result<string>>;
type Readers = { applied(typed: Typed): Result<Applied>; refused(typed: Typed): Result<Refused> };

export const deskStepsWith = (read: Readers): Readonly<Record<string, DeskStep>> => ({
  async acknowledge(ground, id, _, officer) {
    const done = await acknowledge(ground, id, officer);
    return done.ok ? ok('acknowledge') : done;
  },
  async correct(ground, id, typed, officer) {
    const said = read.applied(typed);
    const done = said.ok ? await applyCorrection(ground, id, said.value, officer) : said;
    return done.ok ? ok('correct') : done;
  },
  async approve(ground, id, _, officer) {
    const done = await approveErasure(ground, id, officer);
    return done.ok ? ok(done.value.done ? 'erase' : 'approve') : done;
  },
  async refuse(ground, id, typed, officer) {
    const said = read.refused(typed);
    const done = said.ok ? await refuse(ground, id, said.value, officer) : said;
    return done.ok ? ok('refuse') : done;
  },
});
