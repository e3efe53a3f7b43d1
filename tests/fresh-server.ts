/** The real application with the sample province, on data that exists only while it runs. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { startProvider } from '#platform/testing/identity-provider.ts';

const dataDir = process.env.DATA_DIR;
if (!dataDir || !process.env.PORT) throw new Error('Set PORT and DATA_DIR; DATA_DIR is emptied before and after.');
rmSync(dataDir, { recursive: true, force: true });

const { issuer, clientId, clientSecret } = await startProvider([`http://localhost:${process.env.PORT}/dang-nhap/dinh-danh/ve`]);

const child = spawn(process.execPath, ['scripts/start.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: '',
    HOST: '127.0.0.1',
    // Tests speak as different senders through X-Forwarded-For.
    TRUSTED_PROXIES: '1',
    DEMO: 'on',
    LOG_LEVEL: 'warn',
    SAMPLE: 'province',
    DATABASE_URL: '',
    PUBLIC_ORIGIN: '',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Định danh mẫu',
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code ?? 1);
});
