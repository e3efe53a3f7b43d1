/** The forms on the page of one's own data, by their names. */
import { ok, type Result } from '#platform/result.ts';
import type { Typed } from '../input/typed.ts';
import { giveConsent, withdrawConsent, type Own } from './consent.server.ts';
import { takeBack, type Ground } from './request.server.ts';

/** @returns what the page then says was done */
export type OwnStep = (ground: Ground, typed: Typed, own: Own) => Promise<Result<string>>;

const said = async (step: Promise<Result<void>>, done: string): Promise<Result<string>> => {
  const result = await step;
  return result.ok ? ok(done) : result;
};

export const ownSteps: Readonly<Record<'give' | 'withdraw' | 'back', OwnStep>> = {
  give: (ground, typed, own) => said(giveConsent(ground, typed.purpose ?? '', own), 'given'),
  withdraw: (ground, typed, own) => said(withdrawConsent(ground, typed.purpose ?? '', own), 'withdrawn'),
  back: (ground, typed, own) => said(takeBack(ground, /^\d{1,15}$/.test(typed.request ?? '') ? Number(typed.request) : 0, own), 'back'),
};
