import { holds, type Acting, type IsWithin } from '#platform/policy.ts';

/** Who keeps the lists: administrators and officers, in their body and everything below it. */
export const keeperRoles = ['administrator', 'officer'] as const;

/** May the actor see and change who belongs to that body? */
export const mayKeep = (actor: Acting, body: number, isWithin: IsWithin): boolean =>
  keeperRoles.some((role) => holds(actor, role, body, isWithin));

/** The bodies in which the actor keeps lists by a role of their own, each once. */
export const keptRoots = (actor: Acting): number[] =>
  actor.kind === 'person'
    ? [
        ...new Set(
          actor.grants.filter(({ role }) => (keeperRoles as readonly string[]).includes(role)).map((each) => each.bodyId),
        ),
      ]
    : [];
