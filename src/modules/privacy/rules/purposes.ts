/**
 * What people can agree to, each by itself. Nothing here is needed to use the account, and nothing is asked that no
 * part of the system does. Words: `privacy.purpose.<key>` (what one agrees to) and `.name`.
 */
export const purposes = [
  { key: 'study_mail', version: 1 },
  { key: 'branch_phone', version: 1 },
] as const satisfies readonly { key: string; version: number }[];

export type Purpose = (typeof purposes)[number]['key'];
export const isPurpose = (key: string): key is Purpose => purposes.some((purpose) => purpose.key === key);

/** Who agreed to an older version agreed to less: it counts no longer, and the person is asked again. */
export const versionOf = (key: Purpose): number => purposes.find((purpose) => purpose.key === key)!.version;

/** The words that a person reads before agreeing; the log keeps them as they were shown. */
export const wordsKeyOf = (key: Purpose): string => `privacy.purpose.${key}`;
