export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A spreadsheet to save; `name` without ending, of letters, digits and hyphens. Never shown, never kept by caches. */
export const xlsxResponse = (content: Uint8Array, name: string): Response =>
  new Response(content as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': XLSX_TYPE,
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="${name}.xlsx"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
