/** What the Experience API 1.0.3 demands of a statement (xAPI-Data.md §2), as far as ours use it; nothing else may be there. */
import { z } from 'zod';

const iri = z.string().regex(/^https?:\/\/[^\s"<>]+$/);
/** RFC 5646; a map with nothing in it says nothing. */
const languageMap = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().min(1)).refine((map) => Object.keys(map).length > 0);
const choices = z.array(z.strictObject({ id: z.string().regex(/^[^\s[\]]+$/), description: languageMap }))
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length);

const plain = z.strictObject({ type: iri, name: languageMap });
const interaction = z.strictObject({
  type: z.literal('http://adlnet.gov/expapi/activities/cmi.interaction'),
  name: languageMap,
  interactionType: z.enum(['choice', 'true-false', 'matching', 'sequencing', 'fill-in', 'numeric', 'long-fill-in']),
  correctResponsesPattern: z.array(z.string().min(1)).min(1).optional(),
  choices: choices.optional(),
  source: choices.optional(),
  target: choices.optional(),
}).superRefine((held, context) => {
  const components = { choice: 'choices', sequencing: 'choices', matching: 'source target' } as Record<string, string>;
  const has = (['choices', 'source', 'target'] as const).filter((name) => held[name]).join(' ');
  if (has !== (components[held.interactionType] ?? '')) context.addIssue(`${held.interactionType} with ${has}`);
});
const activity = z.strictObject({ id: iri, objectType: z.literal('Activity'), definition: z.union([plain, interaction]) });

const score = z.strictObject({ scaled: z.number().min(-1).max(1), raw: z.number().optional(), min: z.number().optional(), max: z.number().optional() })
  .refine(({ raw, min, max }) => (raw === undefined ? min === undefined && max === undefined : min! < max! && raw >= min! && raw <= max!));

const verb = z.strictObject({
  id: z.string().regex(/^http:\/\/adlnet\.gov\/expapi\/verbs\/(completed|passed|failed|answered)$/), display: languageMap,
});

export const xapiStatement = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  actor: z.strictObject({
    objectType: z.literal('Agent'), account: z.strictObject({ homePage: iri, name: z.string().regex(/^[0-9a-f]{32}$/) }),
  }),
  verb,
  object: activity,
  result: z.strictObject({
    score: score.optional(), success: z.boolean().optional(), completion: z.boolean().optional(), response: z.string().optional(),
    duration: z.string().regex(/^PT\d+M$/).optional(),
  }),
  context: z.strictObject({
    platform: z.string().min(1), language: z.string().regex(/^[a-z]{2}$/), revision: z.string().min(1),
    contextActivities: z.strictObject({ parent: z.array(activity).length(1).optional(), grouping: z.array(activity).length(1) }),
  }),
  timestamp: z.iso.datetime({ offset: true }),
  version: z.literal('1.0.3'),
}).superRefine(({ verb: { id }, result, object }, context) => {
  const name = id.split('/').at(-1);
  const success = { passed: true, failed: false }[name as 'passed'];
  if (success !== undefined && result.success !== success) context.addIssue(`${name} with success ${result.success}`);
  if (name === 'completed' && result.completion !== true) context.addIssue('completed and not complete');
  if ((name === 'answered') !== ('interactionType' in object.definition)) context.addIssue(`${name} of another kind of activity`);
});
export type XapiStatement = z.infer<typeof xapiStatement>;
