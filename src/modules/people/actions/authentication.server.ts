import type { Config } from '#platform/config.server.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { SESSION_HOURS } from '../rules/sign-in.ts';
import { isHttps, sessionCookieName } from './cookie.server.ts';
import { hashPassword, verifyPassword } from './password.server.ts';

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** The library's models in our words (`migrations/`). */
const models = {
  user: { modelName: 'person', fields: { name: 'full_name', emailVerified: 'email_confirmed', ...stamps } },
  session: {
    modelName: 'session',
    fields: { userId: 'person_id', expiresAt: 'expires_at', ...stamps },
    expiresIn: SESSION_HOURS * 3_600,
    disableSessionRefresh: true,
    // A cached session would outlive its end and a revoked role.
    cookieCache: { enabled: false },
  },
  account: {
    modelName: 'credential',
    fields: {
      userId: 'person_id',
      providerId: 'provider',
      accountId: 'subject',
      password: 'password_hash',
      ...stamps,
    },
  },
  verification: { fields: { expiresAt: 'expires_at', ...stamps } },
};

/** Ours instead of the library's scrypt; sign-up is closed, because accounts are given, not taken. */
const passwords = {
  enabled: true,
  disableSignUp: true,
  password: {
    hash: hashPassword,
    verify: ({ hash, password }: { hash: string; password: string }) => verifyPassword(password, hash),
  },
  maxPasswordLength: 1_000,
};

/** Our own input says what a name may look like; here every text gets the same answer in the same time. */
const names = {
  displayUsername: false,
  minUsernameLength: 1,
  maxUsernameLength: 1_000,
  usernameValidator: () => true,
  schema: { user: { fields: { username: 'sign_in_name' } } },
} as const;

const advanced = (config: Config) => ({
  database: { generateId: 'uuid', validateSchema: false } as const,
  ipAddress: { disableIpTracking: true },
  // We choose the prefix ourselves: the library's own is the weaker `__Secure-`.
  useSecureCookies: false,
  cookiePrefix: isHttps(config) ? '__Host-caunoi' : 'caunoi',
  cookies: { session_token: { name: sessionCookieName(config) } },
  defaultCookieAttributes: { httpOnly: true, secure: isHttps(config), sameSite: 'lax', path: '/' } as const,
});

/** Loaded at the first sign-in: the library costs half a second, which the start need not pay. */
async function createAuthentication(db: Db, config: Config) {
  const [{ betterAuth }, { username }] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/username'),
  ]);
  return betterAuth({
    ...models,
    appName: 'Cầu Nối',
    baseURL: config.publicOrigin,
    secret: config.secret,
    database: { db, type: 'postgres', schemaName: 'people' },
    databaseHooks: {
      // The table has no such columns, on purpose.
      session: { create: { before: async () => ({ data: { ipAddress: undefined, userAgent: undefined } }) } },
    },
    emailAndPassword: passwords,
    plugins: [username(names)],
    advanced: advanced(config),
    telemetry: { enabled: false },
    // Its messages name the account.
    logger: { disabled: true },
    // Ours count in the database, for all processes together.
    rateLimit: { enabled: false },
  });
}

export type Authentication = Awaited<ReturnType<typeof createAuthentication>>;

/** The part of the runtime that signing in stands on. */
export type Ground = Pick<Runtime, 'config' | 'db'>;

const instances = new WeakMap<Ground, Promise<Authentication>>();

/** The sign-in library around this process's database; one instance a process. */
export function authentication(runtime: Ground): Promise<Authentication> {
  let instance = instances.get(runtime);
  if (!instance) {
    instance = createAuthentication(runtime.db, runtime.config);
    instances.set(runtime, instance);
    instance.catch(() => instances.delete(runtime));
  }
  return instance;
}
