import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * Structured log lines without personal data: no address, no query string, no form value, no name.
 * Whoever logs an object logs ids only.
 */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['req', '*.email', '*.phone', '*.name', '*.body', '*.code', '*.address'], censor: '[left out]' },
  });
