/**
 * The response headers under which every page, script and picture of Perigee is served, by the desktop's own scheme and
 * by the loopback server alike. Only the list: who sends them is not known here.
 */

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Browser features that Perigee never asks for; a page that asks was not written by us. */
const refusedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/** "Copy details" writes to the clipboard; nothing reads it. */
const permissionsPolicy = [...refusedFeatures.map((feature) => `${feature}=()`), 'clipboard-write=(self)'].join(', ');

const everywhere: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': permissionsPolicy,
};

/**
 * Security headers for one response, by canonical header name; a fresh object at each call.
 *
 * @param kind  who serves: `desktop` is the app's own scheme; `loopback` is the headless host's server, which other
 *   sites in the same browser may try to frame
 */
export const securityHeaders = (kind: 'desktop' | 'loopback'): Record<string, string> =>
  kind === 'desktop' ? { ...everywhere } : { ...everywhere, 'X-Frame-Options': 'DENY' };
