import { shortDate } from '#platform/text/format.ts';
import type { Instant } from '#platform/clock.ts';
import type { Translate } from '#platform/words/translate.ts';
import { followedSentence, nextSentence, stepSentence, type Followed } from '../rules/sentences.ts';
import type { Next } from '../rules/next.ts';
import type { PublishedAnswer, TimelineEntry } from './idea-page.server.ts';

/** Words of a mail; who gets it and under which key is the caller's matter. */
export type Words = { subject: string; text: string; unsubscribeUrl?: string };

/** Paragraphs; what is not said leaves no gap. */
const letter = (subject: string, paragraphs: (string | null | undefined | false)[]): Words => ({
  subject,
  text: paragraphs.filter(Boolean).join('\n\n'),
});

export type StepNews = {
  id: number;
  /** Null when the public may not read it (any more). */
  title: string | null;
  entry: TimelineEntry;
  /** The body that receives ideas: whoever writes says so. */
  sender: string;
  at: Instant;
  answer: PublishedAnswer | null;
};

const numbered = (t: Translate, { id, title }: Pick<StepNews, 'id' | 'title'>): string =>
  title === null ? t('ideas.idea.number', { id: String(id) }) : `${t('ideas.idea.number', { id: String(id) })}: ${title}`;

/** The step as the timeline says it, with its reason and the words that were written to it. */
const said = (t: Translate, { entry }: StepNews): (string | false | null)[] => [
  stepSentence(t, entry),
  entry.reason !== null && t('ideas.mail.reason', { reason: t.dynamic(`ideas.reason.${entry.reason}`) }),
  entry.text,
];

/** The official answer in full: a mail carries the same words as the screen. */
const answered = (t: Translate, answer: PublishedAnswer | null): (string | false)[] =>
  answer === null
    ? []
    : [
        t('ideas.idea.answerBy', { body: answer.body }),
        answer.text,
        answer.milestones.length > 0 &&
          [
            t('ideas.idea.milestones'),
            ...answer.milestones.map(
              (one) => `– ${one.title} (${t('ideas.idea.milestoneDue', { date: shortDate(one.dueOn) })})`,
            ),
          ].join('\n'),
        t('ideas.idea.signed', {
          title: answer.signerTitle,
          name: answer.signerName,
          date: shortDate(answer.publishedAt),
        }),
      ];

const signed = (t: Translate, { sender, at }: Pick<StepNews, 'sender' | 'at'>): string =>
  `${sender}\n${t('ideas.mail.date', { date: shortDate(at) })}\n${t('ideas.mail.automatic')}`;

/** To the author: never with the tracking code, which only the author has. */
export function authorLetter(
  t: Translate,
  news: StepNews,
  more: { next: Next; leadBody: string | null; question: string | null; track: string },
): Words {
  const step = stepSentence(t, news.entry);
  return letter(t('ideas.mail.subject', { id: String(news.id), step }), [
    t('ideas.mail.greeting'),
    numbered(t, news),
    ...said(t, news),
    more.question,
    ...answered(t, news.answer),
    nextSentence(t, more.next, more.leadBody),
    t('ideas.mail.track', { url: more.track }),
    signed(t, news),
    t('ideas.mail.whyAuthor'),
  ]);
}

/** To the author of an idea that says the same as the one that was answered. */
export function sharedLetter(t: Translate, own: number, news: StepNews, urls: { idea: string; track: string }): Words {
  return letter(t('ideas.mail.sharedSubject', { id: String(own) }), [
    t('ideas.mail.greeting'),
    t('ideas.mail.shared', { own: String(own), id: String(news.id) }),
    numbered(t, news),
    ...answered(t, news.answer),
    urls.idea,
    t('ideas.mail.track', { url: urls.track }),
    signed(t, news),
    t('ideas.mail.whyAuthor'),
  ]);
}

/** To a follower: what everybody may read, and the link that ends it. */
export function followerLetter(
  t: Translate,
  news: StepNews,
  more: { followed: Followed; url: string; leave: string },
): Words {
  const step = stepSentence(t, news.entry);
  const words = letter(t('ideas.mail.subject', { id: String(news.id), step }), [
    t('ideas.mail.greeting'),
    numbered(t, news),
    ...said(t, news),
    ...answered(t, news.answer),
    more.url,
    signed(t, news),
    t('ideas.mail.whyFollower', { what: followedSentence(t, more.followed) }),
    t('ideas.mail.leave', { url: more.leave }),
  ]);
  return { ...words, unsubscribeUrl: more.leave };
}

/** The first and only mail before an address was confirmed. */
export const confirmLetter = (t: Translate, followed: Followed, url: string): Words =>
  letter(t('ideas.mail.confirmSubject'), [
    t('ideas.mail.greeting'),
    t('ideas.mail.confirm', { what: followedSentence(t, followed) }),
    url,
    t('ideas.mail.confirmIgnore'),
    t('ideas.mail.automatic'),
  ]);

/** Instead of a second confirmation, so that the page can say the same to everybody. */
export const alreadyLetter = (t: Translate, followed: Followed, leave: string): Words => ({
  ...letter(t('ideas.mail.alreadySubject'), [
    t('ideas.mail.greeting'),
    t('ideas.mail.already', { what: followedSentence(t, followed) }),
    t('ideas.mail.leave', { url: leave }),
    t('ideas.mail.automatic'),
  ]),
  unsubscribeUrl: leave,
});

export type StaffNews = { subject: string; lines: (string | null | false)[]; url: string };

/** To somebody at work on it; in Vietnamese, as the desk is. */
export const staffLetter = (t: Translate, name: string, { subject, lines, url }: StaffNews): Words =>
  letter(subject, [
    t('ideas.desk.mail.greeting', { name }),
    `${subject}.`,
    ...lines,
    t('ideas.desk.mail.open', { url }),
    t('ideas.mail.automatic'),
  ]);
