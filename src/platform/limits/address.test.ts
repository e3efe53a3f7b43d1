import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRange, clientAddress } from './address.ts';

describe('client address', () => {
  it('ignores the header when no proxy is ours', () => {
    expect(clientAddress('203.0.113.9', '1.2.3.4', 0)).toBe('203.0.113.9');
  });

  it('takes what the outermost trusted proxy saw, not what the client wrote', () => {
    expect(clientAddress('10.0.0.1', '198.51.100.7', 1)).toBe('198.51.100.7');
    expect(clientAddress('10.0.0.1', '6.6.6.6, 198.51.100.7', 1)).toBe('198.51.100.7');
    expect(clientAddress('10.0.0.1', '6.6.6.6, 198.51.100.7, 10.0.0.2', 2)).toBe('198.51.100.7');
  });

  it('reads ports, brackets and mapped addresses, and falls back towards the peer on garbage', () => {
    expect(clientAddress('10.0.0.1', '198.51.100.7:5123', 1)).toBe('198.51.100.7');
    expect(clientAddress('10.0.0.1', '[2001:DB8::7]:443', 1)).toBe('2001:db8::7');
    expect(clientAddress('::ffff:203.0.113.9', undefined, 0)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '', 3)).toBe('10.0.0.1');
  });

  it('cannot be moved by anything that the client prepends', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4000 }), (lie) => {
        expect(clientAddress('10.0.0.1', `${lie}, 198.51.100.7`, 1)).toBe('198.51.100.7');
      }),
    );
  });
});

describe('address range', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24', '203.0.0.0/16'],
    ['::ffff:203.0.113.9', '203.0.113.0/24', '203.0.0.0/16'],
    ['0:0:0:0:0:ffff:cb00:7109', '203.0.113.0/24', '203.0.0.0/16'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['2001:db8:1:2::192.0.2.1', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['not an address', 'unknown', 'unknown'],
    ['', 'unknown', 'unknown'],
  ])('%s is counted in %s and %s', (address, narrow, wide) => {
    expect(addressRange(address)).toBe(narrow);
    expect(addressRange(address, 'wide')).toBe(wide);
  });

  it('puts all addresses of one /64 together, in every spelling', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        expect(addressRange(address.toUpperCase())).toBe(addressRange(address));
        expect(addressRange(address)).toMatch(/\/(24|64)$/);
      }),
    );
  });
});
