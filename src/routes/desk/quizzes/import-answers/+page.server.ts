import { fail } from '@sveltejs/kit';
import { emergencyFiles, importAnswers, mayImportAnswers, parseEmergency } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => found(mayImportAnswers(signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    found(mayImportAnswers(signedIn(event)));
    const files = emergencyFiles(await event.request.formData());
    const read = files.map(async (file) => ({ name: file.name.slice(0, 200), file: parseEmergency(await file.text()) }));
    const report = await importAnswers(runtime(), await Promise.all(read), signedIn(event));
    return report.ok ? { report: report.value } : fail(statusOf(report), { problem: report.problems[0]?.code });
  },
};
