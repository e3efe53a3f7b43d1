/** Statements that the installation signs with the ledger's key and hands to somebody: a certificate, for example. */
import type { Db } from '../database/client.ts';
import { signNote, verifyEd25519 } from './crypto.server.ts';
import { parseCheckpoint, parseNote, verifyNote } from './note.ts';
import { currentKey, type Sequencing } from './sequence.server.ts';
import { lockTree, signingKey, verifierKeys } from './store.server.ts';

/**
 * The signed note (C2SP signed-note) of a text that ends in a newline. Its first line says what kind of statement it
 * is. @throws TypeError for a text that could be taken for a checkpoint of the ledger
 */
export async function signStatement(tx: Db, text: string, sequencing: Sequencing): Promise<string> {
  if (!text.endsWith('\n') || parseCheckpoint(text)) throw new TypeError('Not the text of a statement.');
  const existing = await signingKey(tx);
  if (existing) return signNote(text, existing);
  await lockTree(tx);
  return signNote(text, await currentKey(tx, sequencing));
}

/** The text of a statement that this installation signed, with its present key or an earlier one. */
export async function openStatement(db: Db, note: string): Promise<string | undefined> {
  const parsed = parseNote(note);
  return parsed && (await verifyNote(parsed, await verifierKeys(db), verifyEd25519)) ? parsed.text : undefined;
}
