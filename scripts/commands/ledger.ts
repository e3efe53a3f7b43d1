import { exportLedger, fromAddress, fromFolder, verifyExport } from '#platform/ledger/export.server.ts';
import { verifyLedger } from '#platform/ledger/verify.server.ts';
import { readOptions, withApplication, type Command, type Say } from './command.ts';
import { UsageError } from './refusal.ts';

const text = { type: 'string' } as const;
const DAMAGED = 1;

type Found = { ok: boolean; differences: { what: string; index?: number; detail: string }[]; found: number };

function tell(report: Found, say: Say, proven: string): number {
  if (report.ok) say(proven);
  else {
    say(`The ledger is NOT whole: ${report.found} differences.`);
    for (const one of report.differences) {
      say(`  ${one.what}${one.index === undefined ? '' : ` ${one.index}`}: ${one.detail}`);
    }
  }
  return report.ok ? 0 : DAMAGED;
}

export const verifyLedgerCommand: Command = {
  name: ['verify-ledger'],
  usage: 'verify-ledger [--folder DIR | --url https://host/ledger]',
  does: 'recomputes the ledger from its leaves up; exit code 1 when anything differs',
  async run(args, say) {
    const { folder, url } = readOptions(args, { folder: text, url: text });
    if (folder && url) throw new UsageError('Give --folder or --url, not both.');
    if (folder || url) {
      const report = await verifyExport(folder ? fromFolder(folder) : fromAddress(url as string));
      return tell(report, say, 'The public files are whole: every proof holds.');
    }
    return withApplication(async ({ runtime, manifests }) => {
      const contentOf = Object.assign({}, ...manifests.map((manifest) => manifest.ledger ?? {}));
      const report = await verifyLedger(runtime.db, { contentOf });
      const { matching, erased } = report.contents;
      return tell(
        report,
        say,
        `The ledger is whole: ${report.size} entries, ${report.checkpoints} checkpoints, ${matching} contents ` +
          `match, ${erased} erased, ${report.pending} waiting. Root ${report.root}`,
      );
    });
  },
};

export const exportLedgerCommand: Command = {
  name: ['export-ledger'],
  usage: 'export-ledger --folder DIR',
  does: 'writes the public files (checkpoint, tiles, key) for a witness or an archive',
  async run(args, say) {
    const { folder } = readOptions(args, { folder: text });
    if (!folder) throw new UsageError('Give --folder DIR.');
    await withApplication(async ({ runtime }) => say(`${await exportLedger(runtime.db, folder)} entries written to ${folder}`));
  },
};
