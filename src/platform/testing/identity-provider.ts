import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who signs in at the provider of a test, or what they do instead. */
export type Visitor = { account: string; name?: string; acr?: string } | 'deny';

export type TestProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The next one who comes is this one, without a page; without it a page asks. */
  visitor: Visitor | undefined;
  stop(): Promise<void>;
};

const CLIENT = { client_id: 'cau-noi', client_secret: randomBytes(24).toString('hex') };

/** A real OpenID provider on loopback. @param redirectUris known at once, or asked for when somebody comes */
export async function startProvider(redirectUris: string[], port = 0): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const names = new Map<string, string>();
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: redirectUris, token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], profile: ['name'], acr: null },
    acrValues: ['mau:mot-lop', 'mau:hai-lop'],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, name: names.get(id) ?? '' }) }),
    // Who has signed in has agreed.
    async loadExistingGrant({ oidc }: { oidc: Visit }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const running: TestProvider = {
    issuer,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    visitor: undefined,
    stop: () => stop(server),
  };
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    void interact(provider, { names, visitor: running.visitor }, request, response);
  });
  return running;
}

type Visit = { client: { clientId: string }; session: { accountId: string } };

const PAGE = `<!doctype html><html lang="vi"><title>Định danh mẫu</title><h1>Định danh mẫu</h1>
<form method="post"><label>Số định danh <input name="account"></label> <label>Họ và tên <input name="name"></label>
<button>Đồng ý</button> <button name="deny" value="1">Từ chối</button></form></html>`;

type House = { names: Map<string, string>; visitor: Visitor | undefined };

async function interact(provider: Provider, house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const who = house.visitor ?? (request.method === 'POST' ? await posted(request) : undefined);
  if (!who) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
  if (who !== 'deny' && who.name) house.names.set(who.account, who.name);
  const result =
    who === 'deny'
      ? { error: 'access_denied', error_description: 'refused' }
      : { login: { accountId: who.account, ...(who.acr ? { acr: who.acr } : {}) } };
  await provider.interactionFinished(request, response, result);
}

async function posted(request: IncomingMessage): Promise<Visitor> {
  let body = '';
  for await (const part of request) body += String(part);
  const form = new URLSearchParams(body);
  return form.has('deny') ? 'deny' : { account: form.get('account') ?? '', name: form.get('name') ?? '' };
}

const stop = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
