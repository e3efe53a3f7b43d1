import type { Reroute } from '@sveltejs/kit/hooks';
import './paths.ts';
import { parsePath } from '#platform/words/paths.ts';

/** `/hien-ke/12`, `/en/ideas/12` and `/km/ideas/12` are one page: `routes/ideas/[id]`. */
export const reroute: Reroute = ({ url }) => parsePath(url.pathname).canonical;
