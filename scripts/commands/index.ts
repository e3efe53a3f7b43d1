import type { Command } from './command.ts';
import { bodyCreate, receptionCommand } from './body.ts';
import { doctor } from './doctor.ts';
import { exportLedgerCommand, verifyLedgerCommand } from './ledger.ts';
import { migrateCommand, sampleCommand } from './database.ts';
import { userCreate, userFactors, userPassword } from './user.ts';

export const commands: readonly Command[] = [
  doctor,
  migrateCommand,
  sampleCommand,
  bodyCreate,
  receptionCommand,
  userCreate,
  userPassword,
  userFactors,
  verifyLedgerCommand,
  exportLedgerCommand,
];
