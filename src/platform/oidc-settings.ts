import { z } from 'zod';

/** How to reach a provincial or national identity provider (OpenID Connect), and what its words mean. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Stands on the button: "Đăng nhập bằng …". */
  name: string;
  /** Claims that say who somebody is and how they are called. */
  claims: { subject: string; name: string };
  /** Values of `acr` that vouch for two factors. */
  strongAcr: string[];
};

const listed = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

export const oidcVariables = {
  OIDC_ISSUER: z
    .string()
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      message: 'must look like https://dinhdanh.example.vn',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(60, 'must have at most 60 characters').optional(),
  OIDC_CLAIMS: z
    .string()
    .regex(/^\s*((subject|name)=[^\s,=]+[\s,]*)*$/, 'must look like subject=sub,name=name')
    .default(''),
  OIDC_STRONG_ACR: z.string().default(''),
};

type Given = {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_NAME?: string | undefined;
  OIDC_CLAIMS: string;
  OIDC_STRONG_ACR: string;
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is missing or dangerous, one plain line each. Plain http only to this machine, and never in earnest. */
export function oidcProblems(given: Given, mode: 'local' | 'production'): string[] {
  if (!given.OIDC_ISSUER) return [];
  const { protocol, hostname } = new URL(given.OIDC_ISSUER);
  const open = protocol === 'http:' && (mode === 'production' || !LOOPBACK.has(hostname));
  return [
    ...(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'] as const)
      .filter((name) => !given[name])
      .map((name) => `${name} is missing: OIDC_ISSUER needs it`),
    ...(open ? ['OIDC_ISSUER: must be https'] : []),
  ];
}

export function toOidc(given: Given): OidcSettings | undefined {
  if (!given.OIDC_ISSUER) return undefined;
  const claims = Object.fromEntries(listed(given.OIDC_CLAIMS).map((pair) => pair.split('=')));
  return {
    issuer: given.OIDC_ISSUER,
    clientId: given.OIDC_CLIENT_ID ?? '',
    clientSecret: given.OIDC_CLIENT_SECRET ?? '',
    name: given.OIDC_NAME ?? '',
    claims: { subject: 'sub', name: 'name', ...claims },
    strongAcr: listed(given.OIDC_STRONG_ACR),
  };
}
