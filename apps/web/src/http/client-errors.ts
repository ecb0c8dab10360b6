import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type HttpProblemCode, PROBLEM_CONTENT_TYPE, problemBody } from "./problems.ts";

/** What Node's parser refuses before any handler sees it, by the code of its error. */
const REFUSALS: Record<string, { code: HttpProblemCode; detail: string }> = {
  HPE_HEADER_OVERFLOW: { code: "headers_too_large", detail: "All headers together may have 16 KiB." },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: "request_timeout",
    detail: "Headers must be complete after 10 s, the whole request after 30 s.",
  },
};

const MALFORMED = { code: "bad_request", detail: "This is not a well-formed HTTP request." } as const;

/**
 * Answers in the same form as everything else when the bytes on a connection are no HTTP request, and ends it.
 * @param currentOf the request that the connection is serving, if any
 * @param onRefusal called once for each, for counting
 */
export function answerClientErrors(
  server: Server,
  currentOf: (socket: Duplex) => { request: IncomingMessage; response: ServerResponse } | undefined,
  onRefusal: (code: HttpProblemCode) => void,
): void {
  const refuse = (socket: Duplex, code: HttpProblemCode, detail: string): void => {
    onRefusal(code);
    answerAndEnd(socket, code, detail);
  };
  // The parser reports every further byte of a broken connection anew; the first time decides.
  const seen = new WeakSet<Duplex>();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (seen.has(socket)) return;
    seen.add(socket);
    const current = currentOf(socket);
    const { code, detail } = REFUSALS[error.code ?? ""] ?? MALFORMED;
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else if (current === undefined || current.response.writableFinished) refuse(socket, code, detail);
    // The request was whole and is being served; what is malformed comes after it. Its answer goes first.
    else if (current.request.complete) current.response.once("finish", () => refuse(socket, code, detail));
    else if (current.response.headersSent) socket.destroy();
    else refuse(socket, code, detail);
  });
  server.on("connect", (_request, socket) =>
    refuse(socket, "method_not_allowed", "This is no proxy: CONNECT is not served."),
  );
  server.on("checkExpectation", (_request, response) => {
    onRefusal("expectation_failed");
    const body = JSON.stringify(problemBody("expectation_failed", "Only `Expect: 100-continue` is known."));
    response.writeHead(417, {
      "Content-Type": PROBLEM_CONTENT_TYPE,
      "Content-Length": Buffer.byteLength(body),
    });
    response.end(body);
  });
}

function answerAndEnd(socket: Duplex, code: HttpProblemCode, detail: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemBody(code, detail);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `Content-Type: ${PROBLEM_CONTENT_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Cache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
