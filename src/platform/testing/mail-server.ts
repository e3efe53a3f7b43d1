/** For tests of mails: a server that takes them over SMTP, as an organisation's own does. */
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

type Received = { to: string[]; mail: ParsedMail };
/** A real mail server on the loopback; it refuses what its rules say. */
export class Post {
  received: Received[] = [];
  refuse: (stage: 'from' | 'to' | 'data', address: string) => number | undefined = () => undefined;
  port = 0;
  private server: SMTPServer | undefined;

  async open(): Promise<void> {
    const verdict = (stage: 'from' | 'to' | 'data', address: string): Error | undefined => {
      const responseCode = this.refuse(stage, address);
      return responseCode ? Object.assign(new Error(`no ${address}`), { responseCode }) : undefined;
    };
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onMailFrom: ({ address }, _, done) => done(verdict('from', address)),
      onRcptTo: ({ address }, _, done) => done(verdict('to', address)),
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        simpleParser(stream).then((mail) => {
          const refused = verdict('data', to.join());
          if (!refused) this.received.push({ to, mail });
          done(refused);
        }, done);
      },
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.server.address() as { port: number }).port;
  }

  close = (): Promise<void> => new Promise((resolve) => this.server?.close(() => resolve()));
}
