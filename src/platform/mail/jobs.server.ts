import { join } from 'node:path';
import type { Db } from '../database/client.ts';
import { emit, type Job } from '../jobs/events.server.ts';
import type { Runtime } from '../runtime.server.ts';
import { createMailTransport, deliverDue, type MailTransport } from './mail.server.ts';

/** Says, in the caller's transaction, that mails wait in the outbox: they then leave within seconds of its commit. */
export const announceMail = (tx: Db): Promise<void> => emit(tx, QUEUED, {});
const QUEUED = 'mail.queued';

/** Where mails land while there is no mail server. */
export const mailFolder = ({ dataDir }: Runtime['config']): string => join(dataDir, 'mails');

/** May the folder be shown to whoever asks? Only on a laptop, and only while nothing really leaves. */
export const showsFolder = ({ mode, smtpUrl }: Runtime['config']): boolean => mode === 'local' && !smtpUrl;

/** A pool of connections belongs to a process, not to a message. */
const transports = new WeakMap<Runtime, MailTransport>();
export function mailTransport(runtime: Runtime): MailTransport {
  const known = transports.get(runtime);
  if (known) return known;
  const { smtpUrl, mailFrom } = runtime.config;
  const opened = createMailTransport({ smtpUrl, from: mailFrom, folder: mailFolder(runtime.config) });
  transports.set(runtime, opened);
  return opened;
}

const BATCH = 200;

/** The schedule catches what was postponed, and what nobody announced. */
export const deliverJob: Job = {
  name: 'mail.deliver',
  on: [QUEUED],
  schedule: '* * * * *',
  async run(runtime) {
    const transport = mailTransport(runtime);
    for (;;) {
      const { sent, postponed, failed } = await deliverDue(runtime.db, transport, new Date(), { most: BATCH });
      if (failed > 0) runtime.log.warn({ failed }, 'mails that could not be delivered');
      // Postponed ones mean an unreachable server: waiting is then the next run's matter.
      if (postponed > 0 || sent + failed < BATCH) return;
    }
  },
};
