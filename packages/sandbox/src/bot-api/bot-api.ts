import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/body.ts";
import type { World } from "../model/world.ts";
import { type Answer, type Refusal, refuse } from "./answer.ts";
import type { Method } from "./call.ts";
import { findMethod } from "./methods.ts";
import { chatIdIn, type Fields } from "./parameters.ts";
import { readFields } from "./request-fields.ts";
import { sendAnswer } from "./send-answer.ts";
import { spoil } from "./spoil.ts";
import { judgeToken } from "./token.ts";

/** Telegram's bound for all parameters together. */
const bodyMaxBytes = 1024 * 1024;
const callPath = /^\/bot([^/?]*)\/([^/?]*)(?:\?(.*))?$/s;

/** The Bot API: `/bot<token>/<method>`. With no token required, any of the right form is let in: they are all the same bot. */
export class BotApi {
  readonly #world: World;
  readonly #token: string | undefined;

  constructor(world: World, token: string | undefined) {
    this.#world = world;
    this.#token = token;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#world.counters.calls += 1;
    const [, token = "", name = "", query = ""] = callPath.exec(request.url ?? "") ?? [];
    const verdict = judgeToken(decodePath(token), this.#token);
    const method = verdict === 200 ? findMethod(name) : undefined;
    if (verdict === 401) this.#answer(response, refuse(401, "Unauthorized"));
    else if (method === undefined) this.#answer(response, refuse(404, "Not Found"));
    else if (request.method !== "POST" && request.method !== "GET") {
      this.#answer(response, refuse(405, "Method Not Allowed: unsupported HTTP method"));
    } else {
      readBody(request, bodyMaxBytes, (body) => {
        if (body === undefined) this.#answer(response, refuse(413, "Request Entity Too Large"));
        else this.#read(method, name, readFields(query, request.headers["content-type"], body), response);
      });
    }
  }

  #read(method: Method, name: string, read: ReturnType<typeof readFields>, response: ServerResponse): void {
    if (!read.ok) {
      this.#answer(response, read);
      return;
    }
    const { fields } = read;
    const fault = this.#world.faults.take(name, chatIdIn(fields));
    if (fault === undefined) this.#settle(this.#carryOut(method, fields, response), response);
    else {
      this.#world.counters.noteFault(fault.kind);
      spoil(fault, () => this.#carryOut(method, fields, response), response).then(
        (status) => this.#count(status),
        (error: unknown) => this.#fail(error, response),
      );
    }
  }

  /** Whatever a method throws becomes a refusal: one call of one client must not end the sandbox. */
  #carryOut(method: Method, fields: Fields, response: ServerResponse): Answer | Promise<Answer> {
    try {
      return method({ fields, world: this.#world, onGone: (listener) => response.once("close", listener) });
    } catch (error) {
      return this.#report(error);
    }
  }

  #settle(answer: Answer | Promise<Answer>, response: ServerResponse): void {
    if (answer instanceof Promise) {
      answer.then(
        (settled) => this.#answer(response, settled),
        (error: unknown) => this.#fail(error, response),
      );
    } else this.#answer(response, answer);
  }

  #answer(response: ServerResponse, answer: Answer): void {
    this.#count(sendAnswer(response, answer));
  }

  #count(status: number): void {
    if (status >= 400) this.#world.counters.noteRefused(status);
  }

  #fail(error: unknown, response: ServerResponse): void {
    const refusal = this.#report(error);
    if (!response.headersSent) this.#answer(response, refusal);
  }

  /** The client gets Telegram's shape of an answer, and whoever runs the sandbox sees the error. */
  #report(error: unknown): Refusal {
    process.stderr.write(
      `The sandbox failed at a call: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return refuse(500, "Internal Server Error");
  }
}

/** Some clients escape the colon. */
function decodePath(token: string): string {
  return token.replaceAll(/%3a/gi, ":");
}
