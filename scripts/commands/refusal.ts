/** The command was called in a way that it does not know; exit code 64. */
export class UsageError extends Error {}
/** The command understood and must say no; exit code 1. */
export class Refusal extends Error {}
