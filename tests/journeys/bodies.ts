/** Ids of the sample's bodies; a committee's is that of its place and a million. */
export const bodies = { dongXoai: 1_225_210, farming: 210, construction: 206, police: 222 } as const;
