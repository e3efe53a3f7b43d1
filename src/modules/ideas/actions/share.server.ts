import { createHash } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { bodyName } from '#modules/organisation/index.server.ts';
import { labelOf } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { fitText, paintText, type Painted } from '#platform/pictures/text.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import { visibility, type State } from '../rules/states.ts';
import { findIdea, type IdeaRow } from '../store/idea.server.ts';

/** Size that the large networks ask for. */
export const SHARE = { width: 1_200, height: 630 } as const;
const MARGIN = 72;
const INNER = SHARE.width - 2 * MARGIN;
/** A picture has about 40 KB. */
const KEPT = 100;

/** The colours of the pages in daylight (`app.css`); pictures know no dark mode. */
const colours = { paper: '#fbfaf6', ink: '#17211c', quiet: '#414e47', leaf: '#0b5544', sun: '#f0a35e', white: '#ffffff' };
const chips: Record<State, { text: string; ground: string }> = {
  received: { text: '#1b4770', ground: '#e8f0f8' },
  considering: { text: '#1b4770', ground: '#e8f0f8' },
  asked: { text: '#853705', ground: '#fcefe2' },
  routed: { text: '#1b4770', ground: '#e8f0f8' },
  appraising: { text: '#853705', ground: '#fcefe2' },
  adopted: { text: '#0b5544', ground: '#e6f1ed' },
  noted: { text: '#414e47', ground: '#e9ece7' },
  out_of_scope: { text: '#414e47', ground: '#e9ece7' },
  duplicate: { text: '#414e47', ground: '#e9ece7' },
};

/** What the picture says; two pictures that say the same are the same. */
type Shown = { title: string; number: string; portal: string; state: string; facts: string; look: State };

/**
 * The picture of a public idea for those who pass its address on: 1200 × 630, in the language of the address. 404 for
 * what is not public.
 */
export async function sharePicture(
  runtime: Runtime,
  { id, t, ifNoneMatch, now }: { id: number; t: Translate; ifNoneMatch: string | null; now: Instant },
): Promise<Response> {
  const idea = await findIdea(runtime.db, id);
  if (!idea || visibility(idea) !== 'public') return new Response(null, { status: 404 });
  const shown = await describe(runtime, idea, t, now);
  const key = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
  const headers = { etag: `"${key}"`, 'cache-control': 'public, max-age=600', 'content-type': 'image/png' };
  if (ifNoneMatch === headers.etag) return new Response(null, { status: 304, headers });
  const png = await kept(key, () => draw(shown, join(runtime.config.dataDir, 'fonts')));
  return new Response(new Uint8Array(png), { headers });
}

async function describe({ db }: Runtime, idea: IdeaRow, t: Translate, now: Instant): Promise<Shown> {
  const today = dayOf(now);
  const place = idea.placeId === null ? undefined : await labelOf(db, idea.placeId, idea.placeOn ?? today, today);
  const lead = idea.leadBody === null ? null : await bodyName(db, idea.leadBody, today, today);
  return {
    title: idea.title,
    number: t('ideas.idea.number', { id: String(idea.id) }),
    portal: t('ideas.portal'),
    state: idea.state === 'routed' && lead ? t('ideas.state.routedTo', { body: lead }) : t.dynamic(`ideas.state.${idea.state}`),
    facts: [place?.short, t.dynamic(`ideas.field.${idea.field}`)].filter(Boolean).join('  ·  '),
    look: idea.state,
  };
}

const pictures = new Map<string, Promise<Buffer>>();

/** Drawn once however many ask at the same time; the picture that was asked for longest ago makes room. */
function kept(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = pictures.get(key) ?? make();
  pictures.delete(key);
  pictures.set(key, known);
  known.catch(() => pictures.delete(key));
  const [oldest] = pictures.keys();
  if (pictures.size > KEPT && oldest !== undefined) pictures.delete(oldest);
  return known;
}

const HEAD = 112;
const TITLE_TOP = 160;
const CHIP_TOP = 478;
const CHIP_PAD = { x: 24, y: 12 };

async function draw(shown: Shown, folder: string): Promise<Buffer> {
  const white = { colour: colours.white, width: 700 };
  const [mark, portal, number, title, state, facts] = await Promise.all([
    paintText('Cầu Nối', { ...white, size: 40, bold: true }, folder),
    paintText(shown.portal, { ...white, size: 28 }, folder),
    paintText(shown.number, { ...white, size: 28 }, folder),
    fitText(
      shown.title,
      { colour: colours.ink, bold: true, width: INNER, sizes: [68, 60, 52, 44], height: CHIP_TOP - TITLE_TOP - 24 },
      folder,
    ),
    fitText(
      shown.state,
      { colour: chips[shown.look].text, bold: true, width: INNER - 2 * CHIP_PAD.x, sizes: [30, 26], height: 46 },
      folder,
    ),
    fitText(shown.facts, { colour: colours.quiet, width: INNER, sizes: [28, 24], height: 44 }, folder),
  ]);
  const middle = (one: Painted) => Math.round((HEAD - one.height) / 2);
  const layers: [Painted, number, number][] = [
    [mark, MARGIN + 76, middle(mark)],
    [portal, MARGIN + 76 + mark.width + 24, middle(portal) + 3],
    [number, SHARE.width - MARGIN - number.width, middle(number) + 3],
    [title, MARGIN, TITLE_TOP],
    [state, MARGIN + CHIP_PAD.x, CHIP_TOP + CHIP_PAD.y],
    [facts, MARGIN, CHIP_TOP + state.height + 2 * CHIP_PAD.y + 16],
  ];
  return sharp(Buffer.from(ground(shown.look, state)))
    .composite(layers.map(([{ png }, left, top]) => ({ input: png, left, top })))
    .png({ palette: true, quality: 90 })
    .toBuffer();
}

/** Everything but text: paper, the head with the mark, the chip of the state, the bridge at the foot. */
function ground(look: State, state: Painted): string {
  const chip = { width: state.width + 2 * CHIP_PAD.x, height: state.height + 2 * CHIP_PAD.y };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SHARE.width}" height="${SHARE.height}">
<rect width="100%" height="100%" fill="${colours.paper}"/>
<rect width="100%" height="${HEAD}" fill="${colours.leaf}"/>
<rect y="${HEAD}" width="100%" height="6" fill="${colours.sun}"/>
<g transform="translate(${MARGIN},${(HEAD - 60) / 2}) scale(1.25)" fill="none" stroke="#fff" stroke-linecap="round">
<circle cx="24" cy="13.2" r="4" fill="${colours.sun}" stroke="none"/>
<path d="M5.5 32.5h37" stroke-width="3.4"/><path d="M8 32.5C12.5 18 35.5 18 40 32.5" stroke-width="3.4"/>
<path d="M16 32V26M24 32V22.5M32 32V26" stroke-width="2.4"/>
<path d="M13 38.5c2.2-1.5 4.4-1.5 6.6 0s4.4 1.5 6.6 0 4.4-1.5 6.6 0" stroke="#6fd0b3" stroke-width="2"/></g>
<rect x="${MARGIN}" y="${CHIP_TOP}" width="${chip.width}" height="${chip.height}" rx="${chip.height / 2}"
  fill="${chips[look].ground}"/>
</svg>`;
}
