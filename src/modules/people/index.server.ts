import { auditContent, AUDITED } from '#platform/audit/audit.server.ts';
import type { Manifest } from '#platform/manifest.ts';
import { jobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { loadSample } from './actions/sample.server.ts';

export {
  parseNewGrant,
  parseNewPerson,
  parsePasswordArguments,
  parsePersonArguments,
  type NewGrant,
  type NewPerson,
} from './input/person.ts';
export { readSignIn, safeNext } from './input/sign-in.ts';
export {
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
} from './rules/roles.ts';
export { needsProof, PROOF_MINUTES } from './rules/factors.ts';
export { SESSION_HOURS } from './rules/sign-in.ts';
export { hasSessionCookie, sessionCookieName, sessionCookieNames, type Cookie } from './actions/cookie.server.ts';
export { actorOf, refusalOf, signIn } from './actions/sign-in.server.ts';
export { FORGET, signOut } from './actions/session.server.ts';
export { prove } from './actions/prove.server.ts';
export { createPerson, setPassword } from './actions/persons.server.ts';
export { changeGrantEnd, grantRole, revokeRole } from './actions/grant.server.ts';
export { deskOf, type Desk } from './actions/desk.server.ts';
export { createPersonFromCommandLine, newPasswordFromCommandLine } from './actions/command-line.server.ts';
export { SAMPLE_PASSWORD, loadSample } from './actions/sample.server.ts';
export { personsWithRole, type Holder } from './store/grant.server.ts';
export { nameOf, namesOf, personNamed } from './store/person.server.ts';

export { confirmedAddresses } from './store/personal.server.ts';

export const manifest: Manifest = {
  jobs,
  sample: (runtime) => loadSample(runtime, new Date()),
  ledger: { [AUDITED]: auditContent },
  personal,
};
