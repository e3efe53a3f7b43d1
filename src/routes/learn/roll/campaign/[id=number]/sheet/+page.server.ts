import type { RequestEvent } from '@sveltejs/kit';
import { print, sheetPage } from '../../../sheet.ts';
import { apply, preview } from '../../../typed.ts';
import type { PageServerLoad } from './$types';

const asked = (event: RequestEvent) => ({ campaign: Number(event.params.id) });

export const load: PageServerLoad = (event) => sheetPage(event, asked(event));

export const actions = {
  print: (event: RequestEvent) => print(event, asked(event)),
  preview: (event: RequestEvent) => preview(event, asked(event)),
  apply: (event: RequestEvent) => apply(event, asked(event)),
};
