/**
 * Who acts, and the one question about power that every module asks. Roles are the people module's words; here they
 * are only names, so that the pure rules of any module can be asked without knowing that module.
 */
export type Grant = {
  role: string;
  bodyId: number;
  /** Whose role it is, when somebody else has handed it on for a time. */
  onBehalfOf?: { personId: string; name: string };
};
export type ActingPerson = { kind: 'person'; personId: string; name: string; grants: readonly Grant[] };
export type Acting = { kind: 'anonymous' } | ActingPerson;

/** True when `body` is `ancestor` or lies anywhere below it today; the organisation module's tree answers. */
export type IsWithin = (body: number, ancestor: number) => boolean;

/**
 * May the actor act as `role` for that body? A role in a body covers everything below it; a role in a body that has
 * ended reaches nobody, because the tree of today does not contain it.
 */
export const holds = (actor: Acting, role: string, bodyId: number, isWithin: IsWithin): boolean =>
  actor.kind === 'person' && actor.grants.some((grant) => grant.role === role && isWithin(bodyId, grant.bodyId));

/**
 * In whose place the actor acts as one of these roles for that body; undefined when the role is their own, or when
 * they have none.
 */
export function standsInFor(
  actor: Acting,
  roles: readonly string[],
  bodyId: number,
  isWithin: IsWithin,
): Grant['onBehalfOf'] {
  if (actor.kind !== 'person') return undefined;
  const held = actor.grants.filter((grant) => roles.includes(grant.role) && isWithin(bodyId, grant.bodyId));
  return held.some((grant) => !grant.onBehalfOf) ? undefined : held[0]?.onBehalfOf;
}

/** The same for the details of an act in the log: `{ holder }`, and nothing where the role is the actor's own. */
export function inPlaceOf(actor: Acting, roles: readonly string[], bodyId: number, isWithin: IsWithin): { holder?: string } {
  const holder = standsInFor(actor, roles, bodyId, isWithin);
  return holder ? { holder: holder.personId } : {};
}
