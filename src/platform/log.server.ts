import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Of an error only this: drivers hang whole connections on theirs, and PostgreSQL's `detail` quotes what people wrote. */
const TOLD = ['type', 'message', 'stack', 'code', 'status', 'severity', 'schema', 'table', 'constraint', 'routine'] as const;

export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const all = pino.stdSerializers.err(error) as unknown as Record<string, unknown>;
  return Object.fromEntries(TOLD.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}

/**
 * Structured log lines without personal data: no address, no query string, no form value, no name.
 * Whoever logs an object logs ids only.
 */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['req', '*.email', '*.phone', '*.name', '*.body', '*.code', '*.address'], censor: '[left out]' },
  });
