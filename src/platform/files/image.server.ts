import sharp from 'sharp';
import type { Format } from './kinds.ts';

/**
 * Cameras sold as "50 MP" give up to 8,192 × 6,144 = 50.3 million; more is refused before anything is
 * decoded.
 */
export const MAX_PIXELS = 51_000_000;
/** The longer side of what is kept. */
const MAX_SIDE = 4_096;
/** Longer sides of the thumbnails: lists on phones, and an idea's page. */
export const THUMBNAIL_SIZES = [320, 960] as const;
export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number];

export type Picture = {
  bytes: Uint8Array;
  type: 'image/jpeg' | 'image/webp';
  extension: 'jpg' | 'webp';
  width: number;
  height: number;
};
export type Thumbnail = { size: ThumbnailSize; bytes: Uint8Array; width: number; height: number };
export type Drawn = { picture: Picture; thumbnails: Thumbnail[] };
export type ImageFault = 'broken' | 'pixels';

// Decoded pictures of strangers must not stay in memory, and two at a time on two cores leave nothing to
// gain.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Beyond this something is wrong with the picture, not with the machine (measured: 12 MP take 0.5 s, 50 MP
 * 1.3 s, 2.7 s when turned).
 */
const MAX_SECONDS = 10;

/**
 * Draws the picture anew: right side up, at most 4,096 px, sRGB, first frame only, without EXIF, GPS,
 * comments, profiles or anything hidden behind the pixels. Photographs become JPEG, pictures with
 * transparency WebP.
 */
export async function redraw(bytes: Uint8Array, format: Format): Promise<Drawn | ImageFault> {
  try {
    const {
      width,
      height,
      hasAlpha,
      format: decoder,
    } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (decoder !== format) return 'broken';
    if (width * height > MAX_PIXELS) return 'pixels';
    const picture = await drawPicture(bytes, hasAlpha);
    const thumbnails: Thumbnail[] = [];
    // From the picture already drawn: a large original is decoded once only.
    for (const size of THUMBNAIL_SIZES) thumbnails.push(await drawThumbnail(picture.bytes, size));
    return { picture, thumbnails };
  } catch {
    // The decoder's messages name internals; to the person every one of them means a damaged file.
    return 'broken';
  }
}

/** A picture of ours as word processors know it: JPEG, on white where it was transparent. */
export async function drawForPaper(bytes: Uint8Array): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .timeout({ seconds: MAX_SECONDS })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

async function drawPicture(bytes: Uint8Array, hasAlpha: boolean): Promise<Picture> {
  // 'error' refuses truncated and damaged data but not the harmless oddities that many phones write
  // ('warning').
  const pipeline = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    .timeout({ seconds: MAX_SECONDS })
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true });
  const encoded = hasAlpha ? pipeline.webp({ quality: 85, effort: 2 }) : pipeline.jpeg({ quality: 85 });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return hasAlpha
    ? { bytes: data, type: 'image/webp', extension: 'webp', width, height }
    : { bytes: data, type: 'image/jpeg', extension: 'jpg', width, height };
}

async function drawThumbnail(bytes: Uint8Array, size: ThumbnailSize): Promise<Thumbnail> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .timeout({ seconds: MAX_SECONDS })
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75, effort: 3 })
    .toBuffer({ resolveWithObject: true });
  return { size, bytes: data, width: info.width, height: info.height };
}
