/**
 * Tables that say something about a person and have no row-level security, each with the reason. Everything else is
 * found by wall.test.ts. The reasons are in docs/decisions/0019-second-wall.md at more length.
 */
const KEYS = 'Read before anybody is known, to find out who it is: a policy could only say "the system", always.';
const SIGNED = 'Who decided what in an official role; shown with the decision.';

export const withoutPolicy: Record<string, string> = {
  'people.person': 'Names stand wherever somebody signed or acts; the address is only selected for mails and for oneself.',
  'people.session': KEYS,
  'people.credential': KEYS,
  'people.identifier': KEYS,
  'people.activation': KEYS,
  'people.mail_link': KEYS,
  'people.passkey': KEYS,
  'people.totp': KEYS,
  'people.recovery_code': KEYS,
  'people.attempt': KEYS,
  'people.role_grant': 'Policies are computed from it; who holds which role is shown beside what they do.',
  'people.delegation': 'Policies are computed from it.',
  'people.absence': 'Days only, read by every module that sends work to somebody who is there.',
  'ideas.answer': SIGNED,
  'ideas.step': SIGNED,
  'ideas.message': SIGNED,
  'ideas.extension': SIGNED,
  'ideas.custody': SIGNED,
  'questions.import': 'Who put a list of questions in, in an official role.',
  'quizzes.certificate_batch': 'Who had certificates printed together, in an official role.',
  'quizzes.statement_export': 'Who took counts for another system and why, in an official role.',
  'organisation.body_version': 'Full names of bodies.',
  'mail.message': 'The outbox: written in the transactions of every module, read by the sender alone, emptied after a year.',
};
