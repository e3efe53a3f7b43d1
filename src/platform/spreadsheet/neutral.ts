/** What a spreadsheet takes for the beginning of a formula, also after white space that it strips (OWASP, CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/** Text that stays text in whatever program opens, saves and opens it again. */
export const neutral = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** What `neutral` was given: a list that comes back corrected says the same as before. */
export const plain = (text: string): string => (text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text);
