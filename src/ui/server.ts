import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import { fileState } from "./file-state.ts";
import { openStudio } from "./studio.ts";

export interface ServerOptions {
  /** The database. */
  readonly path: string;
  /** A loopback address. */
  readonly host: string;
  /** Ports to try, in order; 0 is any that is free. */
  readonly ports: readonly number[];
  /** The file of the process that answers queries. */
  readonly queryProgram: URL;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page. @throws Error with `code` EADDRINUSE if all ports are taken */
export const serveDatabase = async ({
  path,
  host,
  ports,
  queryProgram,
}: ServerOptions): Promise<RunningServer> => {
  const studio = openStudio(path);
  const end = new AbortController();
  const app = createApp({ path, studio, queryProgram, signal: end.signal });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  try {
    const port = await listen(server, host, ports);
    studio.view("", fileState(path).token).catch(() => {}); // so that the first page need not wait for it
    return {
      url: `http://${host.includes(":") ? `[${host}]` : host}:${port}/`,
      async close() {
        end.abort();
        server.close();
        server.closeAllConnections();
        await studio.close();
      },
    };
  } catch (error) {
    await studio.close();
    throw error;
  }
};

const listen = async (
  server: Server,
  host: string,
  [port, ...others]: readonly number[],
): Promise<number> => {
  try {
    return await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  } catch (error) {
    server.removeAllListeners("error");
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || others.length === 0) throw error;
    return listen(server, host, others);
  }
};
