import { jobs } from './actions/jobs.server.ts';

export { readSignIn, safeNext } from './input.ts';
export {
  anonymous, anyRole, bodiesWith, deskPlaces, holds, operator, roles,
  type Actor, type Grant, type IsWithin, type Person, type Role,
} from './rules.ts';
export { hasSessionCookie, sessionCookieNames } from './actions/cookie.server.ts';
export { actorOf, refusalOf, signIn, signOut, type Cookie } from './actions/sign-in.server.ts';
export { createPerson, grantRole, revokeRole } from './actions/persons.server.ts';
export { createPersonFromCommandLine, type PersonArguments } from './actions/command-line.server.ts';
export { nameOf, namesOf, personsWithRole, type Holder } from './store.server.ts';

export const manifest = { jobs };
