import { auditContent, AUDITED } from '#platform/audit/audit.server.ts';
import type { Manifest } from '#platform/manifest.ts';
import { accountStepsWith } from './actions/accounts.server.ts';
import { delegationStepsWith } from './actions/delegation.server.ts';
import { grantStepsWith } from './actions/grant-steps.server.ts';
import { jobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSample } from './actions/sample.server.ts';
import { readAbsenceForm, readCloseForm, readDelegationForm, readEndForm, readIdForm } from './input/desk.ts';

export {
  parseNewGrant,
  parseNewPerson,
  parsePasswordArguments,
  parsePersonArguments,
  type NewGrant,
  type NewPerson,
} from './input/person.ts';
export { readActivationForm, readCodeField, readCodeQuery, readPassword } from './input/activation.ts';
export { readSignIn, readSignInChoices, safeNext } from './input/sign-in.ts';
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
export { RECOVERY_MINUTES } from './rules/recovery.ts';
export { LETTERS_AT_ONCE, type Channel } from './rules/activation.ts';
export { deviceLabel } from './rules/device.ts';
export { SESSION_HOURS, SHARED_HOURS } from './rules/sign-in.ts';
export { hasSessionCookie, sessionCookieName, sessionCookieNames, type Cookie } from './actions/cookie.server.ts';
export { actorOf, refusalOf, signIn } from './actions/sign-in.server.ts';
export type { Entered } from './actions/attempt.server.ts';
export { activate, activationPage, readActivation, type Invited } from './actions/activate.server.ts';
export { activationUrl, inviteMembers, issueActivations, type Issuance, type Issued } from './actions/activation.server.ts';
export {
  askEmail,
  changePassword,
  changePhone,
  confirmOwnEmail,
  ownAccount,
  readEmailLink,
  type OwnAccount,
} from './actions/own-account.server.ts';
export { askRecovery, readRecoveryLink, resetPassword } from './actions/recovery.server.ts';
export { forgetName, rememberedPerson, signInPage } from './actions/remembered.server.ts';
export { endOthers, endOwnSession, ownSessions } from './actions/sessions.server.ts';
export { FORGET, signOut } from './actions/session.server.ts';
export { proofIn, proofOf, prove, type ProofWanted } from './actions/prove.server.ts';
export { removeFactors } from './actions/clear-factors.server.ts';
export { finishSecondStep, secondStepOf } from './actions/second-step.server.ts';
export { beginPasskeySignIn, signInWithPasskey } from './actions/passkey-sign-in.server.ts';
export { beginApp, confirmApp, removeApp, renewCodes, securityOf, type Own, type Security } from './actions/factors.server.ts';
export { callPasskey, ownPasskey, removePasskey } from './actions/passkeys.server.ts';
export {
  beginProvider,
  linkProvider,
  providerName,
  returnFromProvider,
  unlinkProvider,
  waitingIdentity,
} from './actions/provider-sign-in.server.ts';
export { readTrouble } from './input/factor.ts';
export { parseOwnPasskey, parsePasskeySignIn, readPasskeyName } from './input/passkey.ts';
export { createPerson, setPassword } from './actions/persons.server.ts';
export { changeGrantEnd, grantRole, revokeRole } from './actions/grant.server.ts';
export { giveRole } from './actions/grant-steps.server.ts';
export {
  readGrantFormPage,
  readGrantPage,
  readRolesPage,
  type DelegationItem,
  type GrantItem,
  type GrantPage,
  type RolesPage,
} from './actions/roles-page.server.ts';
export { endDelegation, handOn, markAway, markBack } from './actions/delegation.server.ts';
export { findColleagues, findOwnBodies, readDelegationPage, type DelegationPage } from './actions/delegation-page.server.ts';
export { isLastAdministrator, makeAccount, type AccountLetter } from './actions/accounts.server.ts';
export {
  findAccounts,
  findAdministered,
  readAccountFormPage,
  readAccountList,
  readAccountPage,
  type AccountItem,
  type AccountList,
  type AccountPage,
} from './actions/account-pages.server.ts';
export { readAct, readAuditList, type ActPage, type AuditList } from './actions/audit-pages.server.ts';
export { exportActs } from './actions/audit-export.server.ts';
export { readTyped, type Typed } from './input/typed.ts';
export { readAccountForm, readDelegationForm, readGrantForm } from './input/desk.ts';
export { readRoleQuery } from './rules/role-list.ts';
export { readAccountQuery } from './rules/account-list.ts';
export { readAuditQuery } from './rules/audit-list.ts';
/** The forms on the pages of a grant, of an account, and of what one hands on, by their names. */
export const grantSteps = grantStepsWith({ end: readEndForm, id: readIdForm });
export const accountSteps = accountStepsWith({ close: readCloseForm });
export const delegationSteps = delegationStepsWith({ give: readDelegationForm, id: readIdForm, away: readAbsenceForm });
export { deskOf, type Desk } from './actions/desk.server.ts';
export { createPersonFromCommandLine, newPasswordFromCommandLine } from './actions/command-line.server.ts';
export { SAMPLE_APP_SECRET, SAMPLE_PASSWORD, loadSample } from './actions/sample.server.ts';
export { standings, type AccountStanding, type Invitation } from './store/activation.server.ts';
export { personsWithRole, type Holder } from './store/grant.server.ts';
export type { SessionRow } from './store/session-list.server.ts';
export { nameOf, namesOf, personNamed } from './store/person.server.ts';
export { accountOfSubject, confirmedAddresses } from './store/personal.server.ts';

/** The caller has asked whether whoever acts may say what these people are called. */
export { renamePersons } from './store/personal.server.ts';

export const manifest: Manifest = {
  jobs,
  sample: (runtime) => loadSample(runtime, new Date()),
  ledger: { [AUDITED]: auditContent },
  personal,
  rehoming,
};
