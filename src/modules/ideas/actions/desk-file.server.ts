import type { Actor } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { findIdea } from '../store/idea.server.ts';
import { readIdeaFile } from './files.server.ts';
import { readQuarantinedFile } from './quarantine.server.ts';

type Asked = {
  ideaId: number;
  fileId: string;
  size: string | null;
  ifNoneMatch: string | null;
  actor: Actor;
  now: Instant;
};

/** A file at the desk: also before publication, and from quarantine for the two roles that open it. */
export async function deskFile(runtime: Runtime, asked: Asked): Promise<Response> {
  const idea = await findIdea(runtime.db, asked.ideaId);
  return idea?.quarantinedAt ? readQuarantinedFile(runtime, asked) : readIdeaFile(runtime, asked);
}
