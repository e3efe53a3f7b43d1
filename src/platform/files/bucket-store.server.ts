import type { S3Client } from '@aws-sdk/client-s3';
import type { FileStore } from './file-store.ts';
import { pathOf } from './file-store.ts';

export type BucketSettings = {
  /** Absent: Amazon itself. */
  endpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** Files in an S3-compatible bucket. The library (several MB) is loaded at the first use only. */
export function createBucketStore(settings: BucketSettings): FileStore {
  let connected: Promise<Bucket> | undefined;
  const bucket = (): Promise<Bucket> => (connected ??= connect(settings));
  const at = (sha256: string): { Bucket: string; Key: string } => ({
    Bucket: settings.bucket,
    Key: `files/${pathOf(sha256)}`,
  });

  const has = async (sha256: string): Promise<boolean> => {
    const { client, sdk } = await bucket();
    const found = await missingAsNull(client.send(new sdk.HeadObjectCommand(at(sha256))));
    return found !== null;
  };

  return {
    has,
    async put(sha256, bytes) {
      if (await has(sha256)) return;
      const { client, sdk } = await bucket();
      // One request: the object appears whole or not at all. The type is neutral in case the bucket is ever
      // public.
      const object = { ...at(sha256), Body: bytes, ContentType: 'application/octet-stream' };
      await client.send(new sdk.PutObjectCommand(object));
    },
    async get(sha256) {
      const { client, sdk } = await bucket();
      const found = await missingAsNull(client.send(new sdk.GetObjectCommand(at(sha256))));
      return found?.Body ? (found.Body.transformToWebStream() as ReadableStream<Uint8Array>) : null;
    },
    async remove(sha256) {
      const { client, sdk } = await bucket();
      await client.send(new sdk.DeleteObjectCommand(at(sha256)));
    },
    tidy: async () => 0,
  };
}

type Bucket = { client: S3Client; sdk: typeof import('@aws-sdk/client-s3') };

async function connect(settings: BucketSettings): Promise<Bucket> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: settings.region,
    ...(settings.endpoint ? { endpoint: settings.endpoint, forcePathStyle: true } : {}),
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    // Newer checksum headers are unknown to many compatible servers; the body is signed anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  });
  return { client, sdk };
}

async function missingAsNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return null;
    throw error;
  }
}
