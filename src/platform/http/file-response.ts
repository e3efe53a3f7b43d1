export type ResponseFile = { content: Uint8Array; /** With its ending; ASCII only. */ name: string; type: string };

/** A file to save: never shown by the browser, never kept by caches. */
export const fileResponse = ({ content, name, type }: ResponseFile): Response =>
  new Response(content as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': type,
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
