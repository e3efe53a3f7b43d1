/** A study campaign (đợt học tập): its states, who may do what with it, and what can be chosen. */
import type { Day } from '#platform/clock.ts';
import { addressWith, pageChoice } from '#platform/http/address.ts';
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';

export const states = ['draft', 'announced', 'closed', 'cancelled'] as const;
export type CampaignState = (typeof states)[number];
export const isState = (value: string | null): value is CampaignState => (states as readonly (string | null)[]).includes(value);

export const audiences = ['everybody', 'roles', 'list'] as const;
export type Audience = (typeof audiences)[number];
/** Offices whose holders can be meant: those that people have to the outside. */
export const audienceRoles = ['secretary', 'officer', 'reporter', 'editor', 'answerer', 'reviewer'] as const;
export type AudienceRole = (typeof audienceRoles)[number];

/** In hundredths of a per cent. The plan of 2022 orders 98 %. */
export const DEFAULT_TARGET = 9_800;
export const DEFAULT_REMINDER_DAYS: readonly number[] = [7, 3, 1];
export const MAX_TITLE = 300;
export const MAX_PURPOSE = 4_000;
export const MAX_DOCUMENTS = 12;
/** Codes that a list may have; more are a body, not a list. */
export const MAX_LIST = 20_000;
/** Campaigns on one page of a list. */
export const PAGE = 20;
/** A roster of more members than this is written by a job that shows how far it is. */
export const LARGE = 100_000;

/** Steps of a campaign and the states from which each is taken. */
export const campaignSteps = {
  announce: ['draft'],
  close: ['announced'],
  reopen: ['closed'],
  cancel: ['draft', 'announced'],
  refresh: ['announced'],
} as const satisfies Record<string, readonly CampaignState[]>;
export type CampaignStep = keyof typeof campaignSteps;
export const mayStep = (state: CampaignState, step: CampaignStep): boolean =>
  (campaignSteps[step] as readonly CampaignState[]).includes(state);
/** Tells thousands of people something in the organisation's name: asks for a fresh proof of who one is. */
export const asksProof = (step: string): boolean => step === 'announce' || step === 'cancel';

/** Officers and administrators of the body that holds it, or of one above. */
export const mayManage = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  holds(actor, 'officer', bodyId, isWithin) || holds(actor, 'administrator', bodyId, isWithin);

/** Has the actor an office in that body, or above it, with which one works on studies? */
export const mayWorkIn = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  mayManage(actor, bodyId, isWithin) || holds(actor, 'secretary', bodyId, isWithin);

const DESK_ROLES = ['officer', 'administrator', 'secretary'];
/** The bodies in which the actor works on studies, each once. */
export const deskRoots = (actor: Acting): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => DESK_ROLES.includes(role)).map(({ bodyId }) => bodyId))]
    : [];
/** Those of them in whose name a campaign can be made. */
export const managedRoots = (actor: Acting): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => role === 'officer' || role === 'administrator').map(({ bodyId }) => bodyId))]
    : [];

/**
 * Who sees a campaign at the desk: who manages it; once it is announced, also whoever works in a body that is meant, or
 * below one that is.
 */
export function maySeeAtDesk(
  actor: Acting, campaign: { bodyId: number; state: CampaignState; audience: readonly number[] }, isWithin: IsWithin,
): boolean {
  if (mayManage(actor, campaign.bodyId, isWithin)) return true;
  if (campaign.state === 'draft') return false;
  return deskRoots(actor).some((root) => campaign.audience.some((body) => isWithin(root, body) || isWithin(body, root)));
}

/** Announced and between its two days. */
export const isOpen = ({ state, opensOn, closesOn }: { state: CampaignState; opensOn: Day; closesOn: Day }, today: Day): boolean =>
  state === 'announced' && opensOn <= today && today <= closesOn;

/** Days that cannot be: `closesOn` before `opensOn`; members counted long after the campaign is over. */
export function wrongDays({ opensOn, closesOn, rosterOn }: { opensOn: Day; closesOn: Day; rosterOn: Day }): 'closesOn' | 'rosterOn' | null {
  if (closesOn < opensOn) return 'closesOn';
  return rosterOn > closesOn ? 'rosterOn' : null;
}

/**
 * A rate as people type it, in hundredths of a per cent: "98", "98,5", "98.5 %". @returns null for what is none between
 * 0,01 and 100
 */
export function parseTarget(typed: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim());
  if (!match) return null;
  const value = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return value >= 1 && value <= 10_000 ? value : null;
}

/** The same back in the field: 9850 → "98,5". */
export const targetText = (target: number): string => String(target / 100).replace('.', ',');

/** Days before the end, "7, 3, 1": the farthest first, each once. @returns null for anything else than 1 to 60 */
export function parseReminderDays(typed: string): number[] | null {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length > 6 || !parts.every((part) => /^\d{1,2}$/.test(part))) return null;
  const days = [...new Set(parts.map(Number))].sort((a, b) => b - a);
  return days.every((day) => day >= 1 && day <= 60) ? days : null;
}

export type CampaignQuery = { q: string; state: CampaignState | null; page: number };

/** The address of the list with some of its choices changed. */
export function campaignsHref(query: CampaignQuery, change: Partial<CampaignQuery>): string {
  const { q, state, page } = { ...query, page: 1, ...change };
  return addressWith('/desk/study', { q, state, page: pageChoice(page) });
}

/** What became of comparing the roster with the memberships about its day. */
export type Refreshed = {
  /** New on the roster. */
  added: number;
  /** Now counted in another branch. */
  moved: number;
  /** Whose exemption began or ended. */
  exempt: number;
  /** Gone again: nothing had been recorded about them. */
  removed: number;
  /** Should be gone, and stay: something is recorded about them. */
  kept: number;
  /** What would change in branches that have signed, and does not. */
  signed: number;
};

/** How many more have to attend until the target is reached, on the exact fraction; nobody where nobody has to. */
export function stillToGo({ members, exempt, attended }: { members: number; exempt: number; attended: number }, target: number): number {
  return Math.max(0, Math.ceil(((members - exempt) * target) / 10_000) - attended);
}
