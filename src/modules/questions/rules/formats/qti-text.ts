/** Text within QTI: XHTML, with interactions and feedback in the middle of it. */
import { elementsOf, every, type Markup } from '#platform/markup/tree.ts';
import { Flow, type Flowed } from './flow.ts';

/** Where the answer is written within a sentence. */
const GAP = '…';
const HERE = '\u0002';
const isFeedback = ({ name }: Markup): boolean => name === 'feedbackInline' || name === 'feedbackBlock';

function pour(flow: Flow, within: Markup, take: (child: Markup) => boolean): void {
  for (const child of within.children) {
    if (typeof child === 'string') flow.text(child);
    else if (take(child)) {
      flow.open(child.name, child.attributes);
      pour(flow, child, take);
      flow.close(child.name);
    }
  }
}

/** Everything that is asked, without the choices. */
export function stemOf(body: Markup): Flowed {
  const flow = new Flow();
  const feedback: string[] = [];
  pour(flow, body, (child) => {
    if (isFeedback(child)) feedback.push(child.name);
    const graders = child.name === 'rubricBlock' && /scorer|tutor/u.test(child.attributes.view ?? '');
    if (isFeedback(child) || graders) return false;
    if (!child.name.endsWith('Interaction')) return true;
    if (child.name === 'textEntryInteraction') flow.text(` ${HERE} `);
    for (const prompt of every(child, 'prompt')) {
      flow.open('p');
      pour(flow, prompt, () => true);
      flow.close('p');
    }
    return false;
  });
  const { text, left } = flow.end();
  const lines = text.split('\n').filter((line) => line !== HERE).map((line) => line.replaceAll(HERE, GAP));
  return { text: lines.join('\n'), left: [...left, ...feedback.map((name) => ({ what: 'html' as const, name }))] };
}

/** The text of a choice, and the feedback that stands in it. */
export function contentOf(holder: Markup): Flowed & { feedback: string } {
  const flow = new Flow();
  pour(flow, holder, (child) => !isFeedback(child));
  const feedback = elementsOf(holder).filter(isFeedback).map((each) => contentOf(each).text).filter((text) => text !== '').join(' ');
  return { ...flow.end(), feedback };
}
