import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Letter } from './letter.ts';
import { headersOf, htmlOf } from './letter.ts';

/**
 * Why a message did not leave. `permanent`: this message never will; `connection`: no message would at the
 * moment.
 */
export class NotDelivered extends Error {
  readonly kind: 'permanent' | 'temporary' | 'connection';
  constructor(kind: 'permanent' | 'temporary' | 'connection', message: string) {
    super(message);
    this.kind = kind;
  }
}

export type MailTransport = {
  /** Hands one message over. @throws NotDelivered */
  deliver(letter: Letter): Promise<void>;
  close(): void;
};

export type TransportSettings = {
  /** `smtp://user:password@host:587` or `smtps://…:465`; absent: messages land in the folder. */
  smtpUrl?: string | undefined;
  /** Sender, `Cầu Nối <cau-noi@example.vn>`. */
  from: string;
  /** Where messages land without a mail server: `DATA_DIR/mails`. */
  folder: string;
};

/** The way that this installation sends. */
export const createMailTransport = ({ smtpUrl, from, folder }: TransportSettings): MailTransport =>
  smtpUrl ? createSmtpTransport(smtpUrl, from) : createFolderTransport(folder, from);

function messageOf(letter: Letter, from: string) {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    // As an object it is taken as it is: no list, no group, no display name can be smuggled in.
    to: { name: '', address: letter.to },
    subject: letter.subject,
    text: letter.text,
    html: htmlOf(letter),
    headers: headersOf(letter),
    messageId: `<${letter.id}@${domain}>`,
    // A text that looks like a path or an address must never be loaded.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Sooner than the time after which a running attempt is taken for dead (`deliverDue`). */
const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
};

function createSmtpTransport(url: string, from: string): MailTransport {
  const mailer = createTransport({ url, pool: true, maxConnections: 4, ...TIMEOUTS });
  return {
    async deliver(letter) {
      try {
        await mailer.sendMail(messageOf(letter, from));
      } catch (error) {
        throw asNotDelivered(error);
      }
    },
    close: () => mailer.close(),
  };
}

type SmtpFault = { code?: string; responseCode?: number; command?: string; message: string };

/**
 * Commands whose refusal concerns this message or its recipient; a refused sender or sign-in is ours to
 * repair.
 */
const ABOUT_MESSAGE = ['RCPT TO', 'DATA', 'API'];

function asNotDelivered(error: unknown): NotDelivered {
  const { code, responseCode, command = '', message } = error as SmtpFault;
  const aboutMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && ABOUT_MESSAGE.includes(command);
  // 421: "closing the channel", in whatever place.
  if (!aboutMessage || responseCode === 421) return new NotDelivered('connection', message);
  return new NotDelivered(
    responseCode === undefined || responseCode >= 500 ? 'permanent' : 'temporary',
    message,
  );
}

function createFolderTransport(folder: string, from: string): MailTransport {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async deliver(letter) {
      const { message } = await writer.sendMail(messageOf(letter, from));
      await mkdir(folder, { recursive: true });
      await writeWhole(join(folder, `${letter.id}.eml`), message as Buffer);
      // Beside the message lies what a list needs, so that showing it takes no mail parser.
      const summary = {
        ...letter,
        from,
        at: new Date().toISOString(),
        html: htmlOf(letter),
        headers: headersOf(letter),
      };
      await writeWhole(join(folder, `${letter.id}.json`), JSON.stringify(summary, null, 2));
    },
    close: () => writer.close(),
  };
}

async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
