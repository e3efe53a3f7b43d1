/** Colour families. A tone never speaks alone: there is always a word with it. */
export type Tone = 'good' | 'wait' | 'late' | 'info' | 'plain';
