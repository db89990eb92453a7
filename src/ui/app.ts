import { createHash } from "node:crypto";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { UsageError } from "../errors/usage-error.ts";
import { type AnswerFormat, ask, LIMITS, type QueryLimits } from "./ask.ts";
import { readAssets } from "./assets.ts";
import { choiceOf } from "./choice.ts";
import { fileState } from "./file-state.ts";
import { guard, SQL_PATH } from "./guard.ts";
import { shell } from "./shell.ts";
import type { Studio } from "./studio.ts";

/** What the page is about. */
export interface Page {
  /** The database. */
  readonly path: string;
  /** Who reads and draws it. */
  readonly studio: Studio;
  /** The file of the process that answers queries. */
  readonly queryProgram: URL;
  /** Ends all queries when the server does. */
  readonly signal: AbortSignal;
  /** Of a query, by the format of its answer. */
  readonly limits?: Readonly<Record<AnswerFormat, QueryLimits>>;
}

/** How the queries are: what `/api/queries` answers. */
export interface QueryStatus {
  /** Queries that are answered at a time; one more is refused. */
  readonly places: number;
  /** Places that are taken. */
  taken: number;
  /** Of these, the queries that have begun; the others are about to. */
  running: number;
}

const MAX_QUERY_BYTES = 100_000; // bytes

/** All that the page and its parts are asked by address. */
export const createApp = ({ path, studio, queryProgram, signal, limits = LIMITS }: Page): Hono => {
  const app = new Hono();
  const assets = readAssets();
  const queries: QueryStatus = { places: 2, taken: 0, running: 0 };

  app.use(guard);
  app.use(async (c, next) => {
    if (/%00|\0/.test(c.req.url)) return c.json({ error: "an address holds no NUL" }, 400);
    return next();
  });
  app.onError((error, c) => c.json({ error: error.message }, error instanceof UsageError ? 400 : 500));
  app.notFound((c) => c.json({ error: `there is no ${c.req.path}` }, 404));

  app.get("/", (c) => c.html(shell(path)));
  app.get("/assets/:name", (c) => {
    const asset = assets.get(c.req.param("name"));
    return asset ? c.body(asset.content, 200, { "Content-Type": asset.type }) : c.notFound();
  });

  app.get("/api/view", async (c) => {
    const words = new URL(c.req.url).search.slice(1);
    choiceOf(new URLSearchParams(words));
    const { token, written } = fileState(path);
    const tag = `"${createHash("sha256").update(`${token} ${words}`).digest("base64url").slice(0, 22)}"`;
    if (c.req.header("if-none-match") === tag) return c.body(null, 304, { ETag: tag });
    return c.json({ ...(await studio.view(words, token)), written }, 200, { ETag: tag });
  });

  app.get("/api/schema", async (c) => c.json(await studio.schema()));

  app.get("/download/:file", async (c) => {
    const [, name, format] = /^([a-z-]+)\.(svg|csv)$/.exec(c.req.param("file")) ?? [];
    if (name === undefined) return c.notFound();
    const words = new URL(c.req.url).search.slice(1);
    const file = await studio.download(words, name, format as "svg" | "csv");
    if (file === null) return c.json({ error: "there is nothing to download here yet" }, 404);
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", "%27")}`;
    return c.body(file.content, 200, { "Content-Type": file.type, "Content-Disposition": disposition });
  });

  const tooLong = bodyLimit({
    maxSize: MAX_QUERY_BYTES,
    onError: (c) => c.json({ error: `a query may have ${MAX_QUERY_BYTES} bytes` }, 413),
  });
  app.post(SQL_PATH, tooLong, async (c) => {
    const { sql, format } = questionOf(await c.req.json().catch(() => null));
    if (queries.taken >= queries.places)
      return c.json({ error: `${queries.places} queries are running; wait for one, or stop it` }, 429);
    const stop = AbortSignal.any([signal, c.req.raw.signal]);
    let begun = 0;
    queries.taken++;
    try {
      const question = { path, sql, format, limits: limits[format] };
      const reply = await ask(queryProgram, question, stop, () => {
        begun = 1;
        queries.running++;
      });
      return c.json(reply);
    } finally {
      queries.taken--;
      queries.running -= begun;
    }
  });
  app.get("/api/queries", (c) => c.json(queries));
  return app;
};

const questionOf = (body: unknown): { sql: string; format: AnswerFormat } => {
  const { sql, format = "json" } = (body ?? {}) as Record<string, unknown>;
  if (typeof sql !== "string") throw new UsageError('expected {"sql": "SELECT …"}');
  if (typeof format !== "string" || !Object.hasOwn(LIMITS, format))
    throw new UsageError(`format must be one of ${Object.keys(LIMITS).join(", ")}`);
  return { sql, format: format as AnswerFormat };
};
