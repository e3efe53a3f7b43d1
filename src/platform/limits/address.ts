import { isIP } from 'node:net';

/** How many neighbours share one counter: `narrow` = /24 or /64, `wide` = /16 or /48. */
export type RangeWidth = 'narrow' | 'wide';

/** Longest `X-Forwarded-For` that is read; a longer one is an attack and only its end (ours) matters. */
const MAX_HEADER = 2_000;

/**
 * The address of the client as the outermost *trusted* proxy saw it.
 * @param peer address of the socket
 * @param forwardedFor value of `X-Forwarded-For`; each proxy appends the address that it saw
 * @param trustedProxies how many proxies in front of us are ours; 0 = the header is ignored:
 *   anyone can send it
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | null | undefined,
  trustedProxies: number,
): string {
  if (trustedProxies <= 0 || !forwardedFor) return plainAddress(peer);
  const hops = forwardedFor.slice(-MAX_HEADER).split(',').map(plainAddress);
  const chain = [...hops, plainAddress(peer)];
  // What stands left of our own proxies was written by the client and may be a lie.
  for (let at = Math.max(0, chain.length - 1 - trustedProxies); at < chain.length; at += 1) {
    const hop = chain[at];
    if (hop && isIP(hop)) return hop;
  }
  return plainAddress(peer);
}

/** Without port, brackets, zone and the IPv4-in-IPv6 form. */
function plainAddress(text: string): string {
  let address = text.trim().toLowerCase();
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address);
  if (bracketed) address = bracketed[1] ?? '';
  else if (/^[\d.]+:\d+$/.test(address)) address = address.slice(0, address.lastIndexOf(':'));
  address = address.split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  return mapped?.[1] ?? address;
}

/**
 * The range in which an address is counted: one household or office, not one device, because a device changes
 * its address at will inside its /64 and a provider hands out neighbouring IPv4 addresses. Anything that is
 * no address shares one counter, so that garbage cannot buy fresh ones.
 */
export function addressRange(address: string, width: RangeWidth = 'narrow'): string {
  const plain = plainAddress(address);
  const version = isIP(plain);
  if (version === 4) {
    const octets = plain.split('.');
    return width === 'narrow'
      ? `${octets.slice(0, 3).join('.')}.0/24`
      : `${octets.slice(0, 2).join('.')}.0.0/16`;
  }
  if (version !== 6) return 'unknown';
  const groups = ipv6Groups(plain);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const [high = 0, low = 0] = groups.slice(6);
    return addressRange(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`, width);
  }
  const kept = groups.slice(0, width === 'narrow' ? 4 : 3).map((group) => group.toString(16));
  return `${kept.join(':')}::/${width === 'narrow' ? 64 : 48}`;
}

/** The eight 16-bit groups of a valid IPv6 address, in any of its spellings. */
function ipv6Groups(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (a: string | undefined, b: string | undefined): string =>
    ((Number(a) << 8) | Number(b)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = text.split('::');
  const parse = (part: string): number[] => (part ? part.split(':').map((group) => parseInt(group, 16)) : []);
  const front = parse(head);
  const back = tail === undefined ? [] : parse(tail);
  return [...front, ...new Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back];
}
