/** How far somebody has come in choosing a clause, as it stands in the address. */
export type PickQuery = { text: string; document: number | null; version: number | null };
export const NOTHING_PICKED: PickQuery = { text: '', document: null, version: null };
