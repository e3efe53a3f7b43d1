/** What the API answers about ideas: read by `actions/api.server.ts` as types, by OpenAPI and by the tests as schemas. */
import { z } from 'zod';
import { problemSchema } from '#platform/http/openapi.ts';
import { refusalReasons, outcomes, states } from '../rules/states.ts';

const at = z.iso.datetime();
const day = z.iso.date();

export const bodySchema = z
  .object({ id: z.int(), name: z.string().describe('As it was called then, with what it is called today where that differs') })
  .meta({ id: 'Body' });

export const ideaPlaceSchema = z
  .object({
    id: z.int(),
    code: z.string(),
    label: z.string().describe('As it was called when the idea was sent'),
    now: z.string().nullable().describe('The same ground today'),
  })
  .meta({ id: 'IdeaPlace' });

const summaryShape = {
  id: z.int().positive(),
  url: z.url().describe('The page for people'),
  title: z.string(),
  field: z.string(),
  place: ideaPlaceSchema.nullable(),
  state: z.enum(states),
  leadBody: bodySchema.nullable(),
  receivedAt: at,
  publishedAt: at,
  answeredAt: at.nullable(),
  answerDue: day.nullable().describe('Day by which the first answer is due'),
  paused: z.boolean().describe('The clock stands still while the author is asked'),
  overdue: z.boolean(),
  supporters: z.int().nonnegative(),
};

export const ideaSummarySchema = z.object({ ...summaryShape, excerpt: z.string() }).meta({ id: 'IdeaSummary' });
export type IdeaSummary = z.output<typeof ideaSummarySchema>;

export const ideaPageSchema = z
  .object({
    items: z.array(ideaSummarySchema),
    next: z.string().nullable().describe('Give it as `cursor` for what follows; null at the end'),
  })
  .meta({ id: 'IdeaPage' });
export type IdeaPageAnswer = z.output<typeof ideaPageSchema>;

const milestone = z.object({
  title: z.string(),
  dueOn: day,
  doneOn: day.nullable(),
  note: z.string().nullable(),
});
const answer = z
  .object({
    outcome: z.enum(outcomes),
    text: z.string(),
    body: z.string(),
    signer: z.object({ name: z.string(), title: z.string() }),
    publishedAt: at,
    milestones: z.array(milestone),
  })
  .meta({ id: 'Answer' });
const step = z
  .object({
    at,
    kind: z.string().describe('receive, accept, ask, route, answer, refuse, extend, milestone, confirm …'),
    state: z.enum(states).describe('State after the step'),
    body: z.string().nullable(),
    byAuthor: z.boolean(),
    reason: z.string().nullable(),
    text: z.string().nullable(),
  })
  .meta({ id: 'Step' });

export const ideaSchema = z
  .object({
    ...summaryShape,
    body: z.string(),
    reworded: z.boolean().describe('The reception edited the wording; the author has seen it'),
    cooperating: z.array(z.string()),
    files: z.array(z.object({ url: z.url(), type: z.string(), bytes: z.int() })),
    answers: z.array(answer),
    extensions: z.array(z.object({ at, body: z.string(), from: day, to: day, reason: z.string() })),
    timeline: z.array(step),
    similar: z.array(z.int()).describe('Ids of public ideas of the same cluster'),
    ledgerLeaf: z.string().nullable().describe('Hex; see `/ledger/proof?leaf=`'),
  })
  .meta({ id: 'Idea' });
export type IdeaAnswer = z.output<typeof ideaSchema>;

/** 410: the idea is not to be read, and this is why. */
export const tombstoneSchema = problemSchema
  .extend({
    cause: z.enum(['refused', 'duplicate', 'withdrawn', 'quarantined']),
    reason: z.enum(refusalReasons).nullable().describe('Only where it was refused'),
    text: z.string().nullable().describe('What the agency wrote to the author and the public'),
    decidedAt: at,
    body: z.string().nullable(),
    duplicateOf: z.int().nullable(),
  })
  .meta({ id: 'Tombstone' });

/** 404 with this: the idea exists and waits for the reception. */
export const waitingSchema = problemSchema
  .extend({ receivedAt: at.optional(), admissibleDue: day.optional().describe('Published or refused by this day') })
  .meta({ id: 'NotThere' });

const words = z.object({ vi: z.string(), en: z.string(), km: z.string() });
export const fieldsSchema = z.object({ items: z.array(z.object({ code: z.string(), names: words })) }).meta({ id: 'Fields' });
export type FieldsAnswer = z.output<typeof fieldsSchema>;

const receipt = z.object({
  leaf: z.string(),
  leafHash: z.string(),
  index: z.int().optional().describe('Absent until the leaf has its place in the tree'),
  checkpoint: z.string().optional(),
  proof: z.array(z.string()).optional(),
  salt: z.string().optional().describe('Opens the commitment; only the author has it'),
});

export const trackSchema = z
  .object({
    id: z.int(),
    state: z.enum(states),
    shown: z.enum(['public', 'waiting', 'tombstone']).describe('What a stranger sees at its address'),
    title: z.string().describe('As published'),
    body: z.string(),
    originalTitle: z.string().describe('As sent'),
    originalBody: z.string(),
    receivedAt: at,
    answerDue: day.nullable(),
    refusal: z.object({ reason: z.string().nullable(), text: z.string().nullable() }).nullable(),
    duplicateOf: z.int().nullable(),
    messages: z.array(z.object({ at, byAuthor: z.boolean(), body: z.string().nullable(), text: z.string() })),
    answers: z.array(answer),
    timeline: z.array(step),
    confirmation: z.object({ done: z.boolean(), at }).nullable(),
    may: z.object({ reply: z.boolean(), withdraw: z.boolean(), appeal: z.boolean(), confirm: z.boolean() }),
    receipt: receipt.nullable(),
  })
  .meta({ id: 'TrackedIdea' });
export type TrackAnswer = z.output<typeof trackSchema>;
