import { holds, type Acting, type IsWithin } from '#platform/policy.ts';

/** Who keeps the lists: administrators and officers, in their body and everything below it. */
export const keeperRoles = ['administrator', 'officer'] as const;

/** Who may look at them: besides, the secretary of a branch, for the own branch. */
export const seerRoles = [...keeperRoles, 'secretary'] as const;

/** May the actor see and change who belongs to that body? */
export const mayKeep = (actor: Acting, body: number, isWithin: IsWithin): boolean =>
  keeperRoles.some((role) => holds(actor, role, body, isWithin));

/** May the actor see who belongs to that body? */
export const maySee = (actor: Acting, body: number, isWithin: IsWithin): boolean =>
  seerRoles.some((role) => holds(actor, role, body, isWithin));

const rootsBy = (actor: Acting, roles: readonly string[]): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => roles.includes(role)).map((each) => each.bodyId))]
    : [];

/** The bodies in which the actor keeps lists by a role of their own, each once. */
export const keptRoots = (actor: Acting): number[] => rootsBy(actor, keeperRoles);

/** The bodies whose members the actor sees by a role of their own, each once. */
export const seenRoots = (actor: Acting): number[] => rootsBy(actor, seerRoles);
