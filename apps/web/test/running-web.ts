import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { RedisProcess } from "@bellwire/testkit";
import { createWebService, type WebService, type WebServiceOverrides } from "../src/service.ts";

/** A started web service on a free port, quiet unless LOG_LEVEL says otherwise. */
export async function startWeb(
  redisUrl: string,
  env: Record<string, string> = {},
  overrides: WebServiceOverrides = {},
): Promise<WebService> {
  const service = createWebService(
    { PORT: "0", REDIS_URL: redisUrl, LOG_LEVEL: "silent", GRACE_MS: "5000", ...env },
    { readinessEveryMs: 50, ...overrides },
  );
  await service.start();
  return service;
}

export type Asked = {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; json: () => unknown };

/** One request on a connection of its own. */
export function ask(
  port: number,
  { method = "GET", path = "/", headers = {}, body }: Asked,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const json = (): unknown => JSON.parse(text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

export const JSON_HEADERS = { "content-type": "application/json" };

export function publish(port: number, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(port, {
    method: "POST",
    path: "/notifications",
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify(body),
  });
}

/** Who receives what is published on the notification channel: one bot, and the subscriber of this name in web. */
export const BOT_AND_BRIDGE = 2;

/** A subscriber that counts as a bot, and everything it hears on the notification channel. */
export async function listenAsBot(redis: RedisProcess, prefix = "notification") {
  const heard: string[] = [];
  const client = redis.client();
  client.on("message", (channel: string, message: string) => {
    if (channel === "notification") heard.push(message);
  });
  await client.subscribe(`${prefix}:bots`, "notification");
  /** Whether it heard exactly `note`, under whatever id. */
  const hears = (note: object) =>
    heard.some((text) => {
      const { id: _id, ...others } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(others) === JSON.stringify(note);
    });
  return { heard, hears, leave: () => client.disconnect() };
}
