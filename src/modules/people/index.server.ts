import type { Manifest } from '#platform/manifest.ts';
import { jobs } from './actions/jobs.server.ts';
import { loadSample } from './actions/sample.server.ts';

export {
  parseNewGrant,
  parseNewPerson,
  parsePasswordArguments,
  parsePersonArguments,
  readSignIn,
  safeNext,
  type NewGrant,
  type NewPerson,
} from './input.ts';
export {
  SESSION_HOURS,
  anonymous,
  anyRole,
  bodiesWith,
  holds,
  operator,
  roles,
  type Actor,
  type Grant,
  type IsWithin,
  type Person,
  type Role,
} from './rules.ts';
export { hasSessionCookie, sessionCookieName, sessionCookieNames } from './actions/cookie.server.ts';
export { actorOf, refusalOf, signIn, signOut, type Cookie } from './actions/sign-in.server.ts';
export { createPerson, grantRole, revokeRole, setPassword } from './actions/persons.server.ts';
export { deskOf, type Desk } from './actions/desk.server.ts';
export { createPersonFromCommandLine, newPasswordFromCommandLine } from './actions/command-line.server.ts';
export { SAMPLE_PASSWORD, loadSample } from './actions/sample.server.ts';
export { nameOf, namesOf, personNamed, personsWithRole, type Holder } from './store.server.ts';

export const manifest: Manifest = { jobs, sample: (runtime) => loadSample(runtime, new Date()) };
