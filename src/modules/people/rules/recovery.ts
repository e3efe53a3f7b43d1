/** A link that lets its reader choose a new password. */
export const RECOVERY_MINUTES = 30;
/** A link that proves an address: whoever gets it may read mail tomorrow. */
export const CONFIRM_HOURS = 24;

/** Requests for a link. What was typed is counted, known or not, so the answer says nothing about accounts. */
export const recoverAddressLimit = { name: 'people.recover.address', limit: 20, seconds: 900 };
export const recoverTypedLimit = { name: 'people.recover.typed', limit: 3, seconds: 3_600 };
/** Links that one account is really sent in an hour, whichever of its identifiers were typed. Never told. */
export const RECOVERY_MAILS_AN_HOUR = 3;

/** Changes of address and telephone by one person: enough to correct a mistake, too few to ask who has an account. */
export const contactLimit = { name: 'people.contact', limit: 5, seconds: 86_400 };
