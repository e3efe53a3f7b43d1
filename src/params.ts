import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
  /** Ids in addresses: positive whole numbers that fit the database. */
  number: (value: string) => (/^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined),
});
