import { ownCertificatePdf } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const pdf = found(await ownCertificatePdf(runtime(), event.params.ticket, signedIn(event)));
  const disposition = `attachment; filename="chung-nhan-${event.params.ticket}.pdf"`;
  const headers = { 'content-type': 'application/pdf', 'content-disposition': disposition, 'cache-control': 'no-store' };
  return new Response(new Uint8Array(pdf), { headers });
};
