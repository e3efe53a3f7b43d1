/**
 * Guesses of one account: at most this many an hour are checked, from however many addresses they come. A
 * correct password forgets them. Counted by what was typed, so an account reached by name and by e-mail
 * allows twice as many.
 */
export const accountLimit = { name: 'people.signIn.account', limit: 5, seconds: 3_600 };
/** A whole office signs in from one address in the morning; a machine that tries names stops here. */
export const addressLimit = { name: 'people.signIn.address', limit: 60, seconds: 900 };
/** Guesses spread over many accounts and addresses. A core hashes about 40 a second anyway. */
export const globalLimit = { name: 'people.signIn.global', limit: 600, seconds: 60 };

/** A working day: enough from morning to evening, and a forgotten browser is nobody's the next day. */
export const SESSION_HOURS = 12;
