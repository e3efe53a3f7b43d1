/** The copy as a file: data for a machine, or a page for a person. */
import type { Translate } from '#platform/words/translate.ts';
import type { Copy } from '../rules/copy.ts';
import { copyHtml } from '../rules/present.ts';

/** Always an attachment, never kept by a browser, and nothing in it runs. */
export function copyFile(copy: Copy, format: 'json' | 'html', t: Translate): Response {
  const body = format === 'json' ? `${JSON.stringify(copy, null, 2)}\n` : copyHtml(t, copy);
  return new Response(body, {
    headers: {
      'content-type': format === 'json' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
      'content-disposition': `attachment; filename="cau-noi-du-lieu-cua-toi.${format}"`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cache-control': 'no-store',
    },
  });
}
