import { existsSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import express, { type RequestHandler } from "express";
import { sendProblem } from "./problems.ts";
import { contextOf } from "./request-context.ts";

/** The build names what lies here by its content: it never changes under one name. */
const HASHED_FOLDER = "assets";

/** The page. Says what to do when it was not built; anything that is no file of it goes on to the next handler. */
export function consoleFiles(folder: string): RequestHandler[] {
  const files = express.static(folder, {
    redirect: false,
    setHeaders(response, path) {
      contextOf(response.req).route = "page";
      const [top] = relative(folder, path).split(sep);
      const cacheControl = top === HASHED_FOLDER ? "public, max-age=31536000, immutable" : "no-cache";
      response.setHeader("Cache-Control", cacheControl);
    },
  });
  const sayWhenMissing: RequestHandler = (request, response, next) => {
    const isPage = request.path === "/" || basename(request.path) === "index.html";
    if (!isPage || !["GET", "HEAD"].includes(request.method)) return next();
    if (existsSync(join(folder, "index.html"))) return next();
    contextOf(request).route = "page";
    response.setHeader("Retry-After", 30);
    sendProblem(
      response,
      "page_missing",
      "Run `npm run build`, then reload. The HTTP interface works without the page.",
    );
  };
  return [files, sayWhenMissing];
}
