/** The page's origin on every host. `.invalid` never resolves (RFC 6761): whatever escapes the interception ends nowhere. */
export const appOrigin = 'https://app.invalid';
export const appUrl = `${appOrigin}/`;

export const isAppUrl = (url: string): boolean => URL.canParse(url) && new URL(url).origin === appOrigin;

/** The one document that the window may show; its query and fragment are the page's own. */
export const isAppDocument = (url: string): boolean => isAppUrl(url) && new URL(url).pathname === '/';

/**
 * Styles may be inline because Radix's scroll lock adds a <style> element when a dialog opens. That lets an injected
 * style change how the page looks and no more: images and fonts come from the app alone, so nothing can be sent out.
 * Scripts come from the app's own files only, and no string becomes markup or code (Trusted Types, with no policy).
 */
const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': directives.join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
