import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server on the loopback that keeps what it gets. */
export async function openPost() {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    /** Takes away what has arrived for an address; without one, everything. */
    take(to?: string): ParsedMail[] {
      const mine = mails.filter((mail) => to === undefined || addressOf(mail) === to);
      for (const mail of mine) mails.splice(mails.indexOf(mail), 1);
      return mine;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export const addressOf = (mail: ParsedMail): string => {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  return to?.value[0]?.address ?? '';
};

/** The first address of this site in a mail that leads to such a path. */
export const linkIn = (mail: ParsedMail, path: string): URL => {
  const found = (mail.text ?? '').match(/https?:\/\/\S+/g)?.find((one) => new URL(one).pathname.endsWith(path));
  if (!found) throw new Error(`no link to ${path} in:\n${mail.text}`);
  return new URL(found);
};
