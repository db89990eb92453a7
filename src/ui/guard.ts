import type { MiddlewareHandler } from "hono";

/** What a request says of itself. */
export interface Approach {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

export interface Refusal {
  readonly status: 403 | 405 | 415;
  readonly reason: string;
}

/** The one path that takes a POST. */
export const SQL_PATH = "/api/sql";

/** Names of this machine that no name server can point elsewhere, or pretend to be. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Why a request is not answered; undefined if it is. Another site that the user's browser visits cannot speak to this
 * server: under a name of its own that it points to 127.0.0.1 (DNS rebinding) the Host is foreign, and from its own
 * pages the Origin is, or, where browsers send none, `Sec-Fetch-Site` tells.
 */
export const refusal = ({ method, path, header }: Approach): Refusal | undefined => {
  const host = header("host") ?? "";
  if (!LOOPBACK.test(host))
    return { status: 403, reason: "this page answers to 127.0.0.1 and localhost only" };
  const origin = header("origin");
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return { status: 403, reason: "this page answers to itself only, not to other sites" };
  const site = header("sec-fetch-site") ?? "none";
  const followed = header("sec-fetch-mode") === "navigate" && path === "/"; // a link to the page
  if (site !== "same-origin" && site !== "none" && !followed)
    return { status: 403, reason: "this page answers to itself only, not to other sites" };
  if (method === "GET" || method === "HEAD") return undefined;
  if (method !== "POST" || path !== SQL_PATH)
    return { status: 405, reason: `${method} is not for this address; nothing here can be changed` };
  const type = header("content-type") ?? "";
  if (!/^application\/json(?:\s*;|$)/i.test(type))
    return { status: 415, reason: "a query comes as application/json" };
  return undefined;
};

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

/** Refuses what is not the page itself, and tells browsers to load nothing from elsewhere. */
export const guard: MiddlewareHandler = async (c, next) => {
  const refused = refusal({ method: c.req.method, path: c.req.path, header: (name) => c.req.header(name) });
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  if (refused) return c.json({ error: refused.reason }, refused.status);
  await next();
};
