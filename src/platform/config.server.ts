import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { oidcProblems, oidcVariables, toOidc, type OidcSettings } from './oidc-settings.ts';

export type Config = {
  /** `production` refuses to start without its secrets; `local` has defaults that run on a laptop. */
  mode: 'local' | 'production';
  host: string;
  port: number;
  /** Absolute path. Holds the embedded database, files, mails and the local secret. */
  dataDir: string;
  /** Outside PostgreSQL ≥ 15; absent: the embedded one. */
  databaseUrl?: string;
  /** The same database as the owner of its tables, for migrations; absent: `databaseUrl` is that too. */
  databaseOwnerUrl?: string;
  databaseConnections: number;
  namedStatements: boolean;
  /** Scheme, host and port that people type; links in mails are made from it, never from a request. */
  publicOrigin: string;
  /** True when `PUBLIC_ORIGIN` was given: requests are then answered in its name whatever host they claim. */
  fixedOrigin: boolean;
  sample: 'province' | 'none';
  secret: string;
  smtpUrl?: string;
  mailFrom: string;
  /** Reverse proxies in front, each of which appends to `X-Forwarded-For`. */
  trustedProxies: number;
  s3?: { endpoint?: string; region: string; bucket: string; accessKeyId: string; secretAccessKey: string };
  /** An identity provider whose accounts people may link to theirs. */
  oidc?: OidcSettings;
  logLevel: string;
  /** Run background jobs in this process. */
  worker: boolean;
  /** Ideas that one neighbourhood (/24 or /64) may send through the API in an hour; 0 counts none. */
  sendLimit: number;
  /** Officers may export what quizzes told as xAPI statements (docs/decisions/0024). */
  statements: boolean;
  /** Accept a database without fsync; for demonstrations and tests only. */
  demo: boolean;
};

/** Settings that are wrong; `problems` has one plain line each. */
export class ConfigRefused extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`Settings to correct before the start:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

const flag = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback).transform((value) => value === 'on');
const url = (protocols: string[], example: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must look like ${example}`,
  });

const schema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://name:password@host:5432/caunoi').optional(),
  DATABASE_OWNER_URL: url(['postgres:', 'postgresql:'], 'postgres://owner:password@host:5432/caunoi').optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(20),
  DATABASE_NAMED_STATEMENTS: flag('on'),
  PUBLIC_ORIGIN: url(['http:', 'https:'], 'https://caunoi.example.vn').optional(),
  SAMPLE: z.enum(['province', 'none'], 'must be province or none').default('province'),
  SECRET: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -hex 32').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://name:password@mail.example.vn:465').optional(),
  MAIL_FROM: z.string().min(3).default('Cầu Nối <cau-noi@localhost>'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: url(['http:', 'https:'], 'https://s3.example.vn').optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  ...oidcVariables,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKER: flag('on'),
  SEND_LIMIT: z.coerce.number().int().min(0).max(1_000).default(60),
  XAPI: flag('off'),
  DEMO: flag('off'),
});
type Settings = z.infer<typeof schema>;

/**
 * Reads every setting once. Empty variables count as absent.
 * @throws ConfigRefused with everything that is wrong, not only the first
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigRefused(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const settings = parsed.data;
  const mode = settings.NODE_ENV === 'production' ? 'production' : 'local';
  const missing = mode === 'production' ? missingInProduction(settings) : [];
  missing.push(...incompleteBucket(settings), ...oidcProblems(settings, mode));
  if (settings.DATABASE_OWNER_URL && !settings.DATABASE_URL) {
    missing.push('DATABASE_URL is missing: DATABASE_OWNER_URL is only for migrations');
  }
  if (missing.length > 0) throw new ConfigRefused(missing);
  return toConfig(settings, mode);
}

function missingInProduction(settings: Settings): string[] {
  const needed = {
    PUBLIC_ORIGIN: 'the address that people type, such as https://caunoi.example.vn',
    SECRET: 'at least 32 random characters; make them with: openssl rand -hex 32',
    SMTP_URL: 'the mail server, such as smtps://name:password@mail.example.vn:465',
  } as const;
  return Object.entries(needed)
    .filter(([name]) => settings[name as keyof typeof needed] === undefined)
    .map(([name, what]) => `${name} is missing: ${what}`);
}

function incompleteBucket(settings: Settings): string[] {
  if (!settings.S3_BUCKET) return [];
  return (['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const)
    .filter((name) => !settings[name])
    .map((name) => `${name} is missing: S3_BUCKET needs it`);
}

function toConfig(s: Settings, mode: Config['mode']): Config {
  const dataDir = isAbsolute(s.DATA_DIR) ? s.DATA_DIR : resolve(s.DATA_DIR);
  const s3 = s.S3_BUCKET && {
    endpoint: s.S3_ENDPOINT,
    region: s.S3_REGION,
    bucket: s.S3_BUCKET,
    accessKeyId: s.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: s.S3_SECRET_ACCESS_KEY ?? '',
  };
  return {
    mode,
    host: s.HOST,
    port: s.PORT,
    dataDir,
    ...(s.DATABASE_URL ? { databaseUrl: s.DATABASE_URL } : {}),
    ...(s.DATABASE_OWNER_URL ? { databaseOwnerUrl: s.DATABASE_OWNER_URL } : {}),
    databaseConnections: s.DATABASE_CONNECTIONS,
    namedStatements: s.DATABASE_NAMED_STATEMENTS,
    publicOrigin: new URL(s.PUBLIC_ORIGIN ?? `http://localhost:${s.PORT}`).origin,
    fixedOrigin: s.PUBLIC_ORIGIN !== undefined,
    sample: s.SAMPLE,
    secret: s.SECRET ?? localSecret(dataDir),
    ...(s.SMTP_URL ? { smtpUrl: s.SMTP_URL } : {}),
    mailFrom: s.MAIL_FROM,
    trustedProxies: s.TRUSTED_PROXIES,
    ...(s3 ? { s3 } : {}),
    ...(s.OIDC_ISSUER ? { oidc: toOidc(s) } : {}),
    logLevel: s.LOG_LEVEL,
    worker: s.WORKER,
    sendLimit: s.SEND_LIMIT,
    statements: s.XAPI,
    demo: s.DEMO,
  };
}

/** On a laptop the secret is made once and kept beside the data, so that sessions outlive a restart. */
function localSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(32).toString('hex');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
