export type ResponseFile = { content: Uint8Array; /** With its ending; ASCII only. */ name: string; type: string };

/** Never shown by the browser, never kept by caches. */
const headersOf = ({ name, type }: Pick<ResponseFile, 'name' | 'type'>): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
});

/** A file to save. */
export const fileResponse = ({ content, ...file }: ResponseFile): Response =>
  new Response(content as Uint8Array<ArrayBuffer>, { headers: { ...headersOf(file), 'content-length': String(content.length) } });

/** A file to save that is written while it is fetched: never more of it in memory than the reader has asked for. */
export function streamResponse({ chunks, ...file }: Omit<ResponseFile, 'content'> & { chunks: Iterable<string> }): Response {
  const source = chunks[Symbol.iterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = source.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void source.return?.(),
  });
  return new Response(stream, { headers: headersOf(file) });
}
