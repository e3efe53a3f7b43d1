/** What was understood, as the bank keeps text: composed letters, one line where a field has one line, no control characters. */
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { limits, type Item, type Option, type Question } from '../item.ts';
import type { ImportNote, Understood } from './understood.ts';

const paragraphs = (text: string): string =>
  normalise(text).split('\n').map(normaliseLine).filter((line) => line !== '').join('\n');

function tidyQuestion(question: Question): Question {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return { ...question, options: question.options.map(tidyOption) };
    case 'matching':
      return {
        ...question,
        pairs: question.pairs.map(({ left, right }) => ({ left: normaliseLine(left), right: normaliseLine(right) })),
        extra: question.extra.map(normaliseLine).filter((text) => text !== ''),
      };
    case 'ordering':
      return { ...question, steps: question.steps.map(normaliseLine) };
    case 'short':
      return { ...question, accepted: [...new Set(question.accepted.map(normaliseLine).filter((text) => text !== ''))] };
    case 'open':
      return { ...question, rubric: paragraphs(question.rubric) };
    default:
      return question;
  }
}

const tidyOption = ({ text, right, feedback }: Option): Option => ({ text: normaliseLine(text), right, feedback: normaliseLine(feedback) });

/** Tags are parted by commas wherever somebody types them. */
function tidyTags(tags: readonly string[]): string[] {
  const all = tags.flatMap((tag) => tag.split(',')).map(normaliseLine).filter((tag) => tag !== '');
  return [...new Set(all)];
}

const fits = (tag: string): boolean => tag.length <= limits.tag;
/** Names of sheets and of files in a package are a stranger's texts too. */
const tidyPart = <T extends { part?: string }>(each: T): T => (each.part === undefined ? each : { ...each, part: normaliseLine(each.part).slice(0, 200) });
const tidyNote = (note: ImportNote): ImportNote => tidyPart({ ...note, text: normaliseLine(note.text) });

export function tidyItem(item: Item): { item: Item; lostTags: string[] } {
  const tags = tidyTags(item.tags);
  const kept = tags.filter(fits).slice(0, limits.tags);
  return {
    item: { stem: paragraphs(item.stem), question: tidyQuestion(item.question), explanation: paragraphs(item.explanation), tags: kept },
    lostTags: tags.filter((tag) => !kept.includes(tag)),
  };
}

/** Whatever a reader gives, as it may be stored; what had to be left out for that has a note. */
export function tidy(understood: Understood): Understood {
  const items = understood.items.map((each) => {
    const { item, lostTags } = tidyItem(each.item);
    const lost: ImportNote[] = lostTags.length > 0 ? [{ line: each.line, code: 'tags.left', text: lostTags.join(', ').slice(0, 200) }] : [];
    return tidyPart({ ...each, item, notes: [...each.notes, ...lost].map(tidyNote) });
  });
  return { items, notes: understood.notes.map(tidyNote) };
}
