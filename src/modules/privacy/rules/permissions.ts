import { inPlaceOf, type Acting, type ActingPerson, type IsWithin } from '#platform/policy.ts';

/** Who handles requests about personal data and sees what they say. */
const roles = ['administrator', 'officer'];

/** A body at the top of the tree of that day. */
export type IsTop = (body: number) => boolean;

/** The bodies from which the actor handles requests. */
export const deskRoots = (actor: Acting): number[] =>
  actor.kind === 'person' ? actor.grants.filter(({ role }) => roles.includes(role)).map(({ bodyId }) => bodyId) : [];

export type Reach = { isWithin: IsWithin; isTop: IsTop };

/** Requests of a body are handled there and above it; those of nobody's body at the top of the tree. */
export const reaches = (actor: Acting, bodyId: number | null, { isWithin, isTop }: Reach): boolean =>
  deskRoots(actor).some((root) => (bodyId === null ? isTop(root) : isWithin(bodyId, root)));

/** For the log: whose role it was, when the actor handles that body's requests as a delegate only. */
export const standingIn = (actor: Acting, bodyId: number | null, { isWithin, isTop }: Reach): { holder?: string } =>
  inPlaceOf(actor, roles, bodyId ?? 0, bodyId === null ? (_, root) => isTop(root) : isWithin);

/** Nobody decides about a request of their own. */
export const mayHandle = (
  actor: Acting,
  request: { personId: string; bodyId: number | null },
  reach: Reach,
): actor is ActingPerson =>
  actor.kind === 'person' && actor.personId !== request.personId && reaches(actor, request.bodyId, reach);

/** How long things are kept holds for the whole installation, so only an administrator at the top sets it. */
export const maySetRetention = (actor: Acting, isTop: IsTop): actor is ActingPerson =>
  actor.kind === 'person' && actor.grants.some(({ role, bodyId }) => role === 'administrator' && isTop(bodyId));

/** Officers and administrators at the top read the rules and what would go. */
export const maySeeRetention = (actor: Acting, isTop: IsTop): boolean => deskRoots(actor).some(isTop);
