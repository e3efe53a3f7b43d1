import type { Runtime } from '#platform/runtime.server.ts';

/** The part of the runtime that signing in stands on. */
export type Ground = Pick<Runtime, 'config' | 'db'>;
