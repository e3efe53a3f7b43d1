import { holds, type Acting as Actor, type IsWithin } from '#platform/policy.ts';

export type { IsWithin } from '#platform/policy.ts';
/** Roles of the people module that this portal asks for. */
type Role = 'officer' | 'moderator' | 'answerer' | 'reviewer' | 'legal';
/** What a decision about permission needs to know of an idea. */
export type Concerned = {
  receptionBody: number;
  leadBody: number | null;
  cooperatingBodies: readonly number[];
  quarantined: boolean;
};

const roleAt = (actor: Actor, roles: readonly Role[], body: number | null, within: IsWithin) =>
  body !== null && roles.some((role) => holds(actor, role, body, within));

/** Reception: accept, ask, re-word, cluster, route, refuse. */
export const mayModerate = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  !idea.quarantined && roleAt(actor, ['officer', 'moderator'], idea.receptionBody, within);

/** Drafts of answers, extensions, milestones: by the lead body. */
export const mayDraft = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  !idea.quarantined && roleAt(actor, ['answerer', 'reviewer'], idea.leadBody, within);

/** A published answer is the lead body's word, so its leadership says it. */
export const mayPublish = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  !idea.quarantined && roleAt(actor, ['reviewer'], idea.leadBody, within);

/** Co-operating bodies read along and comment; they do not decide. */
export const mayReadFile = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  mayModerate(actor, idea, within) ||
  mayDraft(actor, idea, within) ||
  (!idea.quarantined &&
    idea.cooperatingBodies.some((body) => roleAt(actor, ['answerer', 'reviewer'], body, within)));

/** The file at the desk: those at work on it, and the leadership of the reception, which decides appeals. */
export const mayOpenFile = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  mayReadFile(actor, idea, within) || (!idea.quarantined && roleAt(actor, ['reviewer'], idea.receptionBody, within));

/** Who receives ideas sees a denunciation first; its lawyers and leadership may lock it away as well. */
export const mayQuarantine = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  !idea.quarantined && roleAt(actor, ['officer', 'moderator', 'legal', 'reviewer'], idea.receptionBody, within);

/** An appeal goes to another person than the one who refused. */
export const mayDecideAppeal = (
  actor: Actor,
  idea: Concerned,
  refusedBy: string | null,
  within: IsWithin,
): boolean =>
  actor.kind === 'person' &&
  actor.personId !== refusedBy &&
  !idea.quarantined &&
  roleAt(actor, ['reviewer'], idea.receptionBody, within);

/** A quarantined denunciation is opened by two named roles only; not by the administrator, not by who reported it. */
export const mayOpenQuarantine = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  roleAt(actor, ['legal', 'reviewer'], idea.receptionBody, within);

/** The name and contact that an author left are for those who must write back, and only while they must. */
export const mayReadContact = (actor: Actor, idea: Concerned, within: IsWithin): boolean =>
  mayModerate(actor, idea, within);
