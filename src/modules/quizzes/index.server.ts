import type { Manifest } from '#platform/manifest.ts';
import { closing } from './actions/close.server.ts';
import { certificateJobs } from './actions/certificate-batch.server.ts';
import { hot } from './hot.server.ts';

export {
  certificateUrl,
  checkCertificate,
  claimCertificate,
  ownCertificatePdf,
  ownCertificates,
  type Checked,
  type OwnCertificate,
} from './actions/certificate.server.ts';
export { askBatch, readBatches, takeBatch, type BatchPage } from './actions/certificate-batch.server.ts';

export { publishQuiz } from './actions/publish.server.ts';
export { assistedTicket, bookSitting, giveExtra, ticketFor, type Issued } from './actions/ticket.server.ts';

export const manifest: Manifest = { hot, jobs: [closing, ...certificateJobs] };
