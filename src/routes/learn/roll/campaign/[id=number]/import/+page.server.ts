import type { RequestEvent } from '@sveltejs/kit';
import { apply, filePage, read } from '../../../file.ts';
import type { PageServerLoad } from './$types';

const asked = (event: RequestEvent) => ({ campaign: Number(event.params.id) });

export const load: PageServerLoad = (event) => filePage(event, asked(event));

export const actions = {
  read: (event: RequestEvent) => read(event, asked(event)),
  apply: (event: RequestEvent) => apply(event, asked(event)),
};
