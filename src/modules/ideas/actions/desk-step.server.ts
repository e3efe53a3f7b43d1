import type { Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { DeskCommand } from '../input/moderate.ts';
import { clusterIdeas } from './cluster.server.ts';
import {
  acceptIdea,
  askAuthor,
  markDuplicate,
  refuseIdea,
  rewordIdea,
  routeIdea,
  type Officer,
} from './moderate.server.ts';
import { quarantineIdea } from './quarantine.server.ts';

/** Takes the step that an officer decided on; each action asks for permission itself. */
export function takeDeskStep(
  runtime: Runtime,
  id: number,
  command: DeskCommand,
  officer: Officer,
): Promise<Result<number>> {
  switch (command.step) {
    case 'accept':
      return acceptIdea(runtime, id, officer);
    case 'route':
      return routeIdea(runtime, id, command.routing, officer);
    case 'ask':
      return askAuthor(runtime, id, command.text, officer);
    case 'reword':
      return rewordIdea(runtime, id, command.wording, officer);
    case 'cluster':
      // Grouping decides nothing about anybody, so it does not mind what happened meanwhile.
      return clusterIdeas(runtime, id, command.grouping, { actor: officer.actor, now: officer.now });
    case 'duplicate':
      return markDuplicate(runtime, id, command.duplicate, officer);
    case 'refuse':
    case 'reclassify':
      return refuseIdea(runtime, id, command.refusal, officer);
    case 'quarantine':
      // At once, whatever else has happened.
      return quarantineIdea(runtime, id, { actor: officer.actor, now: officer.now });
  }
}
