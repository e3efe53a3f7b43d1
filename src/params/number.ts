import type { ParamMatcher } from '@sveltejs/kit';

/** Ids in addresses: positive whole numbers that fit the database. */
export const match: ParamMatcher = (value) => /^[1-9]\d{0,14}$/.test(value);
