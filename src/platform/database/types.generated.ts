// eslint-disable-next-line @typescript-eslint/no-explicit-any -- replaced by generation
export type Database = any;
