import { PgBoss } from 'pg-boss';

export const JOBS_SCHEMA = 'jobs';

/** Creates or upgrades the job tables. Run with the migrations, so that the application role need not own a schema. */
export async function installJobs(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: JOBS_SCHEMA, supervise: false, schedule: false, max: 1 });
  await boss.start();
  await boss.stop({ graceful: false });
}
