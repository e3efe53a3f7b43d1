import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** The script as pages get it: bundled and minified. `files` are by name: `index.js` and the parts. */
export async function buildEnhance(): Promise<{
  files: (name: string) => Promise<Buffer>;
  drop: () => Promise<void>;
}> {
  const outDir = await mkdtemp(join(tmpdir(), 'enhance-'));
  const names = { entryFileNames: '[name].js', chunkFileNames: '[name].js' };
  await build({
    configFile: false,
    root: join(import.meta.dirname, '../..'),
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: join(import.meta.dirname, 'index.ts'), output: names },
    },
  });
  return { files: (name) => readFile(join(outDir, name)), drop: () => rm(outDir, { recursive: true }) };
}

const WORDS = {
  restored: 'Khôi phục {at}',
  discard: 'Xóa',
  sending: 'Đang gửi',
  kept: 'Giữ {title}',
  again: 'Gửi lại',
  edit: 'Sửa tiếp',
  editing: 'Đang sửa',
  received: 'Đã nhận {title}',
  refused: 'Cần sửa {title}',
  open: 'Mở',
};

/** Stricter than the product: Trusted Types are enforced, so a string that becomes markup is an error. */
const POLICY =
  "default-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

export type Sent = { body: string; json: boolean };
export type TestSite = {
  origin: string;
  server: Server;
  /** Each POST that arrived, in order. */
  sent: Sent[];
  /** `dead` cuts the line before an answer, `corrects` re-renders the form as Kit does on `fail(422)`. */
  mood: 'well' | 'dead' | 'lost' | 'corrects';
};

const read = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

/** A site of a few pages around the built script, which answers a form as SvelteKit's actions do. */
export async function testSite(
  pages: Record<string, string>,
  files: (name: string) => Promise<Buffer>,
  json: Record<string, unknown> = {},
): Promise<TestSite> {
  const page = (body: string) => `<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title>
    <script type="module" src="/index.js"></script><body>${body}
    <div role="status" data-live data-words='${JSON.stringify(WORDS)}'></div>`;
  const site: TestSite = { origin: '', server: createServer(), sent: [], mood: 'well' };
  site.server.on(
    'request',
    (request, response) =>
      void (async () => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const answer = (type: string, body: string | Buffer, status = 200) =>
          response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
        if (request.method === 'POST') {
          if (site.mood === 'dead') return request.socket.destroy();
          const asked = request.headers.accept === 'application/json';
          site.sent.push({ body: await read(request), json: asked });
          // The request arrived and was kept, only the answer never got back.
          if (site.mood === 'lost') return request.socket.destroy();
          if (site.mood === 'corrects')
            return asked
              ? answer('application/json', '{"type":"failure","status":422}')
              : answer('text/html', page('<h1>Sửa</h1>'), 422);
          if (asked) return answer('application/json', '{"type":"redirect","status":303,"location":"/done"}');
          return response.writeHead(303, { location: '/done' }).end();
        }
        if (path.endsWith('.js')) return answer('text/javascript', await files(path.slice(1)));
        if (json[path]) return answer('application/json', JSON.stringify(json[path]));
        return answer(
          'text/html; charset=utf-8',
          page(pages[path] ?? ''),
          pages[path] === undefined ? 404 : 200,
        );
      })().catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => site.server.listen(0, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${(site.server.address() as AddressInfo).port}`;
  return site;
}
