import { CSV_TYPE } from '../text/csv.ts';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A spreadsheet to save; `name` without ending, of letters, digits and hyphens. Never shown, never kept by caches. */
export const xlsxResponse = (content: Uint8Array, name: string): Response =>
  listResponse({ format: 'xlsx', content, name });

/** The same of either kind. */
export const listResponse = ({ format, content, name }: { format: 'xlsx' | 'csv'; content: Uint8Array; name: string }): Response =>
  new Response(content as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': format === 'xlsx' ? XLSX_TYPE : CSV_TYPE,
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
