import { within } from '#modules/organisation/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { fileResponse, ownersOf } from '#platform/files/files.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayOpenFile } from '../rules/permissions.ts';
import { visibility } from '../rules/states.ts';
import { findIdea, listAssignments } from '../store/idea.server.ts';
import { concerned } from './idea-page.server.ts';
import { FILE_OWNER } from './submit.server.ts';

type Asked = {
  ideaId: number;
  fileId: string;
  /** Longer side of a thumbnail; null for the whole. */
  size: string | null;
  ifNoneMatch: string | null;
  actor: Actor;
  now: Instant;
};

/** A picture or document of an idea: for everybody once the idea is public, before that for whoever may open its file at the desk. */
export async function readIdeaFile({ db, files }: Runtime, asked: Asked): Promise<Response> {
  const missing = new Response(null, { status: 404 });
  const idea = await findIdea(db, asked.ideaId);
  const owners = await ownersOf(db, asked.fileId);
  const ours = owners.some((one) => one.owner === FILE_OWNER && one.ownerId === String(asked.ideaId));
  if (!idea || !ours) return missing;
  const open = visibility(idea) === 'public';
  if (!open) {
    const cooperating = (await listAssignments(db, idea.id)).map((one) => one.bodyId);
    if (!mayOpenFile(asked.actor, concerned(idea, cooperating), await within(db, dayOf(asked.now)))) return missing;
  }
  const variant = asked.size === null ? 'original' : Number(asked.size);
  return fileResponse(db, files, asked.fileId, variant, { shared: open, ifNoneMatch: asked.ifNoneMatch });
}
