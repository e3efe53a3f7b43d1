export { identifierKey, isPhoneKey } from '#platform/text/identifier.ts';

export const identifierKinds = ['name', 'code', 'phone', 'email'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

/** The longest e-mail address there is. */
export const MAX_IDENTIFIER = 254;
