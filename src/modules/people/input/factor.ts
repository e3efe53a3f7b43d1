/** Why a way of signing in led back to the page of sign-in: a code in the address that has words. */
const troubles = [
  'second.expired',
  'provider.denied',
  'provider.expired',
  'provider.failed',
  'provider.down',
  'provider.none',
  'signIn.needed',
] as const;
export const readTrouble = (code: string | null): string | undefined => troubles.find((each) => each === code);
