/**
 * Guesses of one account: at most this many an hour are checked, from however many addresses they come and whichever
 * of its identifiers is typed. A correct password forgets them. What was typed is counted apart, known or not: only
 * that counter is ever told, because "too many" about an account that one has not typed would say that it exists.
 */
export const accountLimit = { name: 'people.signIn.account', limit: 5, seconds: 3_600 };
export const typedLimit = { name: 'people.signIn.typed', limit: 5, seconds: 3_600 };
/** A whole office signs in from one address in the morning; a machine that tries names stops here. */
export const addressLimit = { name: 'people.signIn.address', limit: 60, seconds: 900 };
/** Guesses spread over many accounts and addresses. A core hashes about 40 a second anyway. */
export const globalLimit = { name: 'people.signIn.global', limit: 600, seconds: 60 };

/** A working day: enough from morning to evening, and a forgotten browser is nobody's the next day. */
export const SESSION_HOURS = 12;
/** On a phone or computer of others. */
export const SHARED_HOURS = 1;
