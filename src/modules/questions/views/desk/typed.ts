import type { TypedQuestion } from '../../index.server.ts';
import type { ItemPage } from '../../index.server.ts';

export const emptyQuestion: TypedQuestion = {
  type: 'single', stem: '', explanation: '', difficulty: '2', tags: '', body: '', seen: '', note: '', options: [], feedback: [],
  right: [], lefts: [], rights: [], extra: '', steps: '', accepted: '', folded: true, answer: '', tolerance: '', truth: 'true',
  rubric: '', cites: [],
};

/** A stored question as its form shows it. */
export function typedOf({ newest, body }: ItemPage): TypedQuestion {
  const { question: q, stem, explanation, difficulty, tags, seen, cites } = newest;
  const shared = {
    ...emptyQuestion, type: q.type, stem, explanation, difficulty: String(difficulty), tags: tags.join(', '), seen,
    body: String(body.id), cites: cites.map((cite) => `${cite.documentId}:${cite.version}:${cite.anchor}`),
  };
  switch (q.type) {
    case 'single':
    case 'multiple':
      return {
        ...shared, options: q.options.map(({ text }) => text), feedback: q.options.map(({ feedback }) => feedback),
        right: q.options.flatMap(({ right }, at) => (right ? [String(at)] : [])),
      };
    case 'truefalse':
      return { ...shared, truth: String(q.answer) };
    case 'matching':
      return { ...shared, lefts: q.pairs.map(({ left }) => left), rights: q.pairs.map(({ right }) => right), extra: q.extra.join('\n') };
    case 'ordering':
      return { ...shared, steps: q.steps.join('\n') };
    case 'short':
      return { ...shared, accepted: q.accepted.join('\n'), folded: q.folded };
    case 'number':
      return { ...shared, answer: String(q.answer).replace('.', ','), tolerance: q.tolerance === 0 ? '' : String(q.tolerance).replace('.', ',') };
    default:
      return { ...shared, rubric: q.rubric };
  }
}
