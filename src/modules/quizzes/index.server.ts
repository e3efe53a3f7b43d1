import type { Manifest } from '#platform/manifest.ts';
import { certificateJobs } from './actions/certificate-batch.server.ts';

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

export const manifest: Manifest = { jobs: certificateJobs };
