/** A list of names as a file, with the headings that an import understands. */
import type { BodyTree } from '#modules/organisation/index.server.ts';
import type { Day } from '#platform/clock.ts';
import { nearestVersion } from '#platform/dated/tree.ts';
import type { MarkedRow } from '#platform/spreadsheet/marked.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import { csv } from '#platform/text/csv.ts';
import { shortDate } from '#platform/text/format.ts';
import type { Export, ExportFormat } from '../rules/export.ts';
import type { ListedName } from '../store/export.server.ts';

export type ListFile = { format: ExportFormat; name: string; content: Uint8Array };

const HEADINGS = ['Mã đảng viên', 'Họ và tên', 'Mã chi bộ', 'Tên chi bộ', 'Sinh hoạt từ ngày', 'Được miễn từ', 'Được miễn đến hết'];
const WIDTHS = [18, 30, 18, 40, 18, 16, 18];
const ROWS = 500;

type Given = { it: Export; names: readonly ListedName[]; tree: BodyTree; today: Day };

export async function writeList({ it, names, tree }: Given): Promise<ListFile> {
  const rows = names.map((each): string[] => {
    const body = nearestVersion(tree, each.body, it.day);
    const last = each.exemptUntil === null ? '' : shortDate(dayBefore(each.exemptUntil));
    const exempt = each.exemptFrom === null ? ['', ''] : [shortDate(each.exemptFrom), last];
    return [each.code, each.fullName, body?.symbol ?? '', body?.name ?? '', shortDate(each.since), ...exempt];
  });
  const name = `dang-vien-${it.day}`;
  if (it.format === 'csv') return { format: 'csv', name, content: new TextEncoder().encode(`\ufeff${csv(HEADINGS, rows)}`) };
  const order = { sheet: 'Đảng viên', author: 'Cầu Nối', widths: WIDTHS };
  return { format: 'xlsx', name, content: await writeMarked(order, batches(rows)) };
}

/** Papers name the last day. */
const dayBefore = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

async function* batches(rows: readonly string[][]): AsyncGenerator<MarkedRow[]> {
  const row = (cells: readonly string[], number: number, heading = false): MarkedRow =>
    ({ number, heading, cells: cells.map((text, column) => ({ column, text })) });
  yield [row(HEADINGS, 1, true)];
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS).map((cells, more) => row(cells, at + more + 2));
}
