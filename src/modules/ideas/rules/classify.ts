/**
 * Four things look alike; a person tells them apart with us, in plain words, before anything is sent. The questions
 * are answered by the person, never guessed from the text.
 */
export const matters = ['proposal', 'request', 'complaint', 'denunciation'] as const;
export type Matter = (typeof matters)[number];
export const isMatter = (value: unknown): value is Matter => matters.includes(value as Matter);

/** Only a proposal is stored here. The others are shown where they are received by law; nothing is kept. */
export const isOurs = (matter: Matter): boolean => matter === 'proposal';
