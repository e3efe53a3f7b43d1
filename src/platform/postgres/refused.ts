/** The database cannot be used as it is. `message` is one line for the operator and says what to do. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused';
}

/** The embedded server cannot be started as things are. `message` says what to do. */
export class EmbeddedRefused extends DatabaseRefused {
  override name = 'EmbeddedRefused';
}

const REASONS: Record<string, string> = {
  EACCES: 'this account may not write there; give it the folder or set DATA_DIR to another one.',
  EPERM: 'this account may not write there; give it the folder or set DATA_DIR to another one.',
  EROFS: 'the file system is read-only; set DATA_DIR to a writable folder.',
  ENOSPC: 'the disk is full; free some space and start again.',
  EDQUOT: 'the disk quota is used up; free some space and start again.',
  ENOENT: 'it cannot be made there; is the disk mounted, and writable?',
  ENOTDIR: 'a part of that path is a file, not a folder; set DATA_DIR to a folder.',
  EEXIST: 'a file is in the way; move it or set DATA_DIR to another folder.',
};

/** Runs file work on `path`; errors that an operator can mend become an `EmbeddedRefused`, others pass. */
export async function orRefuse<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason ? new EmbeddedRefused(`Cannot use ${path}: ${reason}`, { cause: error }) : error;
  }
}

/** For `catch`: a missing file is `undefined`, every other error goes on. */
export function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
