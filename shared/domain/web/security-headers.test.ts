import { describe, expect, it } from 'vitest';
import { securityHeaders } from './security-headers.ts';

const kinds = ['desktop', 'loopback'] as const;

const policyOf = (kind: (typeof kinds)[number]): Map<string, string> =>
  new Map(
    (securityHeaders(kind)['Content-Security-Policy'] ?? '').split('; ').map((directive) => {
      const space = directive.indexOf(' ');
      return [directive.slice(0, space), directive.slice(space + 1)];
    }),
  );

describe.each(kinds)('security headers of the %s host', (kind) => {
  it('lets nothing in but what the page itself serves', () => {
    expect(Object.fromEntries(policyOf(kind))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
    });
  });

  it('never allows inline or evaluated script', () => {
    expect(securityHeaders(kind)['Content-Security-Policy']).not.toMatch(/unsafe|\*|https?:/);
  });

  it('forbids sniffing, referrers, foreign openers and every device feature', () => {
    const headers = securityHeaders(kind);
    expect(headers['X-Content-Type-Options']).toBe('nosniff');
    expect(headers['Referrer-Policy']).toBe('no-referrer');
    expect(headers['Cross-Origin-Opener-Policy']).toBe('same-origin');
    const features = (headers['Permissions-Policy'] ?? '').split(', ');
    expect(features).toEqual(
      expect.arrayContaining(['camera=()', 'microphone=()', 'geolocation=()', 'usb=()', 'hid=()']),
    );
    expect(features.filter((feature) => !feature.endsWith('=()'))).toEqual(['clipboard-write=(self)']);
  });

  it('gives each caller its own copy', () => {
    securityHeaders(kind)['X-Content-Type-Options'] = 'spoiled';
    expect(securityHeaders(kind)['X-Content-Type-Options']).toBe('nosniff');
  });
});

it('denies framing also to browsers that know only the old header', () => {
  expect(securityHeaders('loopback')['X-Frame-Options']).toBe('DENY');
});
