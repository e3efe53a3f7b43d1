import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
  /** Ids in addresses: positive whole numbers that fit the database. */
  number: (value: string) => (/^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined),
  /** Ids of people. */
  uuid: (value: string) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined),
});
