import { access, constants, statfs } from 'node:fs/promises';
import { findMigrations } from '#platform/database/migrate.ts';
import { readConfig } from '#platform/config.server.ts';
import { findChromium } from '#platform/pdf/chromium.server.ts';
import { isStale } from '../build.ts';
import { readOptions, withApplication, type Command } from './command.ts';

type Check = { what: string; ok: boolean; detail: string };
const GB = 1024 ** 3;
const LEAST_DISK_GB = 2;

async function checkFolder(dataDir: string): Promise<Check[]> {
  const writable = await access(dataDir, constants.W_OK).then(() => true, () => false);
  const disk = await statfs(dataDir).catch(() => undefined);
  const free = disk ? (disk.bavail * disk.bsize) / GB : 0;
  return [
    { what: 'DATA_DIR can be written', ok: writable, detail: dataDir },
    { what: `at least ${LEAST_DISK_GB} GB free`, ok: free >= LEAST_DISK_GB, detail: `${free.toFixed(1)} GB` },
  ];
}

async function checkDatabase(): Promise<Check[]> {
  return withApplication(async ({ runtime }) => {
    const one = async (statement: string) => Object.values((await runtime.pool.query(statement)).rows[0] ?? {})[0];
    const folded = await one(`select lower('ĐỒNG XOÀI') = 'đồng xoài'`);
    // With LC_CTYPE=C an outside server may drop Vietnamese letters from trigrams, and search would find nothing.
    const trigrams = await one(`select similarity('đường', 'đường') = 1 and cardinality(show_trgm('đ')) > 0`);
    return [
      { what: 'database answers', ok: true, detail: String(await one('show server_version')) },
      { what: 'migrations applied', ok: true, detail: String(findMigrations().length) },
      { what: 'database folds Vietnamese letters', ok: folded === true, detail: 'needs UTF-8 with C.UTF-8 or ICU' },
      { what: 'trigrams know Vietnamese letters', ok: trigrams === true, detail: 'pg_trgm' },
      { what: 'mail', ok: true, detail: runtime.config.smtpUrl ? 'SMTP' : 'written to DATA_DIR/mails' },
    ];
  });
}

export const doctor: Command = {
  name: ['doctor'],
  usage: 'doctor',
  does: 'checks settings, disk, database, build; exit code 1 when something needs attention',
  async run(args, say) {
    readOptions(args, {});
    const config = readConfig();
    const chromium = await findChromium().then(({ executablePath }) => executablePath, () => undefined);
    const database = await checkDatabase().catch((error: Error): Check[] => [
      { what: 'database answers', ok: false, detail: error.message },
    ]);
    const checks: Check[] = [
      { what: 'settings', ok: true, detail: `${config.mode}, ${config.publicOrigin}` },
      { what: 'Node', ok: Number(process.versions.node.split('.')[0]) >= 24, detail: process.version },
      ...database,
      ...(await checkFolder(config.dataDir)),
      { what: 'build is up to date', ok: !isStale(), detail: 'npm start builds when it is not' },
      { what: 'browser for tests and PDF', ok: chromium !== undefined, detail: chromium ?? 'set CHROMIUM_PATH' },
    ];
    for (const check of checks) say(`${check.ok ? 'ok     ' : 'LOOK   '} ${check.what}: ${check.detail}`);
    return checks.every((check) => check.ok) ? 0 : 1;
  },
};
