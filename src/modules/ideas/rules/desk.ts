import { holds, type Acting as Actor } from '#platform/policy.ts';
import {
  mayDecideAppeal,
  mayModerate,
  mayOpenQuarantine,
  mayQuarantine,
  mayReadContact,
  type Concerned,
  type IsWithin,
} from './permissions.ts';
import { mayTake, type Standing, type StepKind } from './states.ts';

/** What an officer can do with one idea, in the order in which the desk offers it. */
export const deskSteps = [
  'accept',
  'route',
  'ask',
  'reword',
  'cluster',
  'duplicate',
  'refuse',
  'reclassify',
  'quarantine',
] as const;
export type DeskStep = (typeof deskSteps)[number];
export const isDeskStep = (value: unknown): value is DeskStep => deskSteps.includes(value as DeskStep);

/** What everybody reads stays as it is: the author is asked, ideas are grouped at the desk. */
const unseen: readonly string[] = ['ask', 'cluster', 'leave'] satisfies (DeskStep | 'leave')[];
/** Whether a form on the file of an idea publishes or takes back, which asks for a fresh proof of who one is. */
export const isPublishing = (step: string): boolean => !unseen.includes(step);

const kinds: Record<DeskStep, StepKind> = {
  accept: 'accept',
  route: 'route',
  ask: 'ask',
  reword: 'reword',
  cluster: 'cluster',
  duplicate: 'mark_duplicate',
  refuse: 'refuse',
  reclassify: 'reclassify',
  quarantine: 'quarantine',
};

/** Steps that can be taken for many ideas at once, after a preview. */
export const bulkSteps = ['accept', 'route', 'refuse'] as const;
export type BulkStep = (typeof bulkSteps)[number];
export const isBulkStep = (value: unknown): value is BulkStep => bulkSteps.includes(value as BulkStep);
/** Five pages of the queue. */
export const MAX_BULK = 100;

export const deskTabs = [
  'new',
  'waiting',
  'considering',
  'routed',
  'overdue',
  'appeals',
  'quarantine',
  'all',
] as const;
export type DeskTab = (typeof deskTabs)[number];
export const isDeskTab = (value: unknown): value is DeskTab => deskTabs.includes(value as DeskTab);

/** Characters that the texts of an officer may have. */
export const deskLimits = {
  title: 150,
  body: 10_000,
  question: 3_000,
  refusal: 3_000,
  note: 1_000,
  receiver: 200,
  cooperating: 12,
  cluster: 20,
} as const;

/** An idea can be handed over as one of these; a denunciation goes another way. */
export const reclassifications = ['request', 'complaint'] as const;
export type Reclassification = (typeof reclassifications)[number];

export type DeskAbilities = {
  steps: DeskStep[];
  readContact: boolean;
  decideAppeal: boolean;
};

/** Everything the file of an idea offers to this person now; the view draws what is listed and decides nothing. */
export function deskAbilities(
  actor: Actor,
  idea: Standing & { erasedAt: Date | null },
  concern: Concerned,
  options: { within: IsWithin; appeal: { againstPerson: string | null } | null },
): DeskAbilities {
  const { within, appeal } = options;
  const moderates = mayModerate(actor, concern, within);
  const permitted = (step: DeskStep) => (step === 'quarantine' ? mayQuarantine(actor, concern, within) : moderates);
  return {
    steps: deskSteps.filter((step) => permitted(step) && mayTake(kinds[step], idea)),
    readContact: mayReadContact(actor, concern, within),
    decideAppeal:
      appeal !== null &&
      mayTake('uphold', idea) &&
      mayDecideAppeal(actor, concern, appeal.againstPerson, within),
  };
}

/** What the queue of a person reaches: the receptions whose ideas they handle, and those they only oversee. */
export type DeskScope = { receptions: number[]; quarantine: number[]; moderates: boolean };

/** Which of these reception bodies the person works for at the desk; empty lists for everybody else. */
export function deskScope(actor: Actor, receptions: readonly number[], within: IsWithin): DeskScope {
  const held = (...roles: Parameters<typeof holds>[1][]) =>
    receptions.filter((body) => roles.some((role) => holds(actor, role, body, within)));
  const concern = (receptionBody: number): Concerned => ({
    receptionBody,
    leadBody: null,
    cooperatingBodies: [],
    quarantined: true,
  });
  return {
    receptions: held('officer', 'moderator', 'reviewer'),
    quarantine: receptions.filter((body) => mayOpenQuarantine(actor, concern(body), within)),
    moderates: held('officer', 'moderator').length > 0,
  };
}
