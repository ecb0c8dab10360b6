import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { createLogger } from "@bellwire/runtime";
import { LIMITS } from "@bellwire/schema";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService, WebServiceOverrides } from "../../src/service.ts";
import { END, exchangeRaw } from "../raw-exchange.ts";
import { ask, listenAsBot, startWeb } from "../running-web.ts";
import { badRequests } from "./routes/bad-requests.ts";

/** The query forces the way through Express, and changes nothing else. */
const WAYS = ["/notifications", "/notifications?"];

type Way = { web: WebService; path: string; lines: string[] };
type Piece = string | Buffer | typeof END;
type Exchange = { name: string; pieces: (path: string) => Piece[]; status?: number };

let redis: RedisProcess;
const started: WebService[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  for (const web of started) await web.stop();
  await redis.stop();
});

let prefixes = 0;

/** Two services in the same state, one for each way, each with a bot that listens or with none. */
async function startWays(
  env: Record<string, string> = {},
  overrides: WebServiceOverrides = {},
  listens = true,
): Promise<Way[]> {
  const ways: Way[] = [];
  for (const path of WAYS) {
    prefixes += 1;
    const names = { REDIS_PREFIX: `p${prefixes}`, NOTIFICATION_CHANNEL: `c${prefixes}` };
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: "web", level: "debug", destination });
    const web = await startWeb(redis.url, { ...names, ...env }, { logger, ...overrides });
    started.push(web);
    if (listens) await listenAsBot(redis, names.REDIS_PREFIX);
    ways.push({ web, path, lines });
  }
  return ways;
}

const GOOD = '{"user_id":42,"message":"good"}';

/** POSTs `body` in pieces. */
function post(
  name: string,
  status: number,
  body: string | Buffer | (string | Buffer)[] = GOOD,
  headers: string[] = [],
  version = "1.1",
): Exchange {
  const pieces = Array.isArray(body) ? body : [body];
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  // Of two Content-Types the first counts.
  const head = ["Host: localhost", "Connection: close", ...headers, "Content-Type: application/json"];
  const lines = [...head, `Content-Length: ${length}`];
  return {
    name,
    status,
    pieces: (path) => [`POST ${path} HTTP/${version}\r\n${lines.join("\r\n")}\r\n\r\n`, ...pieces],
  };
}

/** What came back, without what is another each time. */
async function exchange({ web, path }: Way, { pieces }: Exchange): Promise<string> {
  return withoutChance(await exchangeRaw(web.port, pieces(path)));
}

function withoutChance(reply: string): string {
  return reply
    .replaceAll(/\r\nDate: [^\r]*/g, "")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>");
}

async function expectAlike(ways: readonly Way[], asked: Exchange): Promise<string> {
  const [direct = "", express] = await Promise.all(ways.map((way) => exchange(way, asked)));
  expect(direct).toBe(express);
  if (asked.status !== undefined) expect(direct).toMatch(new RegExp(`^HTTP/1.1 ${asked.status} `));
  return direct;
}

const identified = (message: string) => JSON.stringify({ user_id: 42, message, id: "order-1" });
const full = {
  user_id: -42,
  message: "Grüße 🔔",
  via: "queue",
  priority: "urgent",
  ttl_seconds: 60,
  format: "html",
  buttons: [[{ text: "Go", url: "https://example.com/" }]],
};

const exchanges: Exchange[] = [
  post("a good one", 202),
  post("all that it may say", 202, JSON.stringify(full)),
  post("a new id", 202, identified("first")),
  post("an id that is known", 202, identified("first")),
  post("an id that names another", 422, identified("second")),
  post("an Idempotency-Key", 202, GOOD, ["Idempotency-Key: order-2"]),
  post("a harmless header", 202, GOOD, ["X-Whatever: 1"]),
  post("an allowed Origin", 202, GOOD, ["Origin: http://localhost:5173"]),
  post("a charset", 202, GOOD, ["Content-Type: application/json; charset=utf-8"]),
  post("a cookie of somebody else", 202, GOOD, ["Cookie: a=b"]),
  post("a session", 202, GOOD, [`Cookie: bellwire_session=${"a".repeat(43)}`]),
  post("a body in pieces", 202, [GOOD.slice(0, 9), GOOD.slice(9, 10), GOOD.slice(10)]),
  post("a body of the largest size", 202, GOOD.padEnd(LIMITS.payloadMaxBytes)),
  post("a body that is a byte larger", 413, GOOD.padEnd(LIMITS.payloadMaxBytes + 1)),
  post("a zipped body", 202, gzipSync(GOOD), ["Content-Encoding: gzip"]),
  post("an encoding that is none", 202, GOOD, ["Content-Encoding: identity"]),
  post("an expectation", 100, GOOD, ["Expect: 100-continue"]),
  post("HTTP/1.0", 202, GOOD, [], "1.0"),
  {
    name: "chunks",
    status: 202,
    pieces: (path) => [
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n`,
      `Transfer-Encoding: chunked\r\n\r\n${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`,
    ],
  },
  {
    name: "two on one connection",
    status: 202,
    pieces: (path) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${GOOD.length}\r\n`;
      return [`${head}\r\n${GOOD}${head}Connection: close\r\n\r\n${GOOD}`];
    },
  },
  {
    name: "HEAD",
    pieces: (path) => [`HEAD ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`],
  },
  {
    name: "a client that says half and ends",
    status: 400,
    pieces: (path) => [...post("", 0).pieces(path).slice(0, 1), GOOD.slice(0, 9), END],
  },
  ...badRequests.map(({ name, bytes, status }) => ({
    name,
    status,
    pieces: (path: string) =>
      bytes.map((piece) =>
        typeof piece === "string" ? piece.replace("POST /notifications HTTP", `POST ${path} HTTP`) : piece,
      ),
  })),
];

async function metricsOf({ web }: Way): Promise<string[]> {
  const { text } = await ask(web.port, { path: "/metrics" });
  const counted =
    /^bellwire_(http_requests_total|http_request_seconds_count|http_refusals_total|publishes_total)/;
  return text.split("\n").filter((line) => counted.test(line) && !line.includes('route="/metrics"'));
}

/** What was logged of requests, in no order: many are under way at a time. Failures are throttled by the clock. */
function requestsLogged({ lines }: Way): string[] {
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return logged
    .filter(({ msg, route }) => msg === "request" && route !== "/metrics")
    .map(({ level, method, route, status, code }) => JSON.stringify([level, method, route, status, code]))
    .sort();
}

describe("the two ways of POST /notifications", () => {
  let ways: Way[];
  beforeAll(async () => {
    ways = await startWays();
  });

  it.each(exchanges)("answer alike: $name", async (asked) => {
    await expectAlike(ways, asked);
  });

  it("answer with the headers that every answer has", async () => {
    const head = (await expectAlike(ways, post("a good one", 202))).split("\r\n\r\n")[0]?.toLowerCase();
    for (const line of ["content-security-policy: default-src 'self'", "x-content-type-options: nosniff"])
      expect(head).toContain(line);
  });

  it("take no notice of who leaves in the middle of the body", async () => {
    for (const { web, path } of ways) {
      const socket = connect(web.port, "127.0.0.1");
      socket.on("error", () => {});
      const [head = ""] = post("", 0, GOOD, ["Expect: 100-continue"]).pieces(path);
      socket.write(`${String(head)}{`);
      // The request is under way.
      socket.once("data", () => socket.resetAndDestroy());
    }
    for (const way of ways)
      await waitFor(async () => (await metricsOf(way)).some((line) => line.includes('status="aborted"')));
    await expectAlike(ways, post("the next one", 202));
  });

  it("are counted and logged alike", async () => {
    const counted = await waitFor(async () => {
      const [direct, express] = await Promise.all(ways.map(metricsOf));
      return JSON.stringify(direct) === JSON.stringify(express) && direct;
    });
    expect(counted.length).toBeGreaterThan(10);
    const [direct, express] = ways.map(requestsLogged);
    expect(direct).toEqual(express);
    expect(direct?.length).toBeGreaterThan(50);
  });
});

describe("the two ways of POST /notifications, elsewhere", () => {
  it("answer alike where keys are set", async () => {
    const key = "key-for-tests-0123456789";
    const ways = await startWays({ API_KEYS: key });
    await expectAlike(ways, post("no key", 401));
    await expectAlike(ways, post("a wrong key", 401, GOOD, [`X-API-Key: ${key}x`]));
    await expectAlike(ways, post("a key", 202, GOOD, [`X-API-Key: ${key}`]));
    await expectAlike(ways, post("a bearer", 202, GOOD, [`Authorization: Bearer ${key}`]));
    await expectAlike(
      ways,
      post("a key and a foreign page", 403, GOOD, [`X-API-Key: ${key}`, "Origin: http://a"]),
    );
  });

  it("answer alike where requests are limited, and where the page is read-only", async () => {
    const limited = await startWays({ RATE_LIMIT_PER_SECOND: "1" });
    await expectAlike(limited, post("the first", 202));
    await expectAlike(await startWays({ CONSOLE_READ_ONLY: "true" }), post("a good one", 202));
  });

  it("answer alike when no bot listens, and when too many wait", async () => {
    await expectAlike(await startWays({}, {}, false), post("nobody there", 503));
    const full = await startWays({ MAX_QUEUED: "1" });
    await expectAlike(full, post("the last", 202));
    await expectAlike(full, post("one too many", 429));
  });

  it("answer alike when the body is slow", async () => {
    const ways = await startWays({}, { timeouts: { headersMs: 200, requestMs: 400, checkMs: 50 } });
    const { pieces } = post("slow", 408);
    await expectAlike(ways, { name: "slow", status: 408, pieces: (path) => pieces(path).slice(0, 1) });
  });

  it("answer alike when Redis is away, and work again", async () => {
    const ways = await startWays();
    redis.pause();
    const asked = expectAlike(ways, post("into the void", 503, identified("void")));
    expect(await asked.finally(() => redis.resume())).toContain('"id":"order-1"');
    for (const way of ways)
      await waitFor(async () => (await exchange(way, post("again", 202))).includes(" 202 "));
  });

  it("finish what has begun when the service stops, and say that the connection ends", async () => {
    const ways = await startWays();
    const replies = ways.map(async ({ web, path }) => {
      const { port } = web;
      const [head = ""] = post("", 0, GOOD, ["Expect: 100-continue"]).pieces(path);
      const socket = connect(port, "127.0.0.1");
      const seen = { text: "", closed: false };
      socket.on("data", (chunk) => {
        seen.text += chunk.toString("latin1");
      });
      socket.on("close", () => {
        seen.closed = true;
      });
      socket.write(String(head).replace("Connection: close\r\n", ""));
      await waitFor(() => seen.text.includes("100 Continue"), { what: "the request to be under way" });
      const stopped = web.stop();
      await expect(ask(port, {})).rejects.toThrow();
      socket.write(GOOD);
      await stopped;
      await waitFor(() => seen.closed, { what: "the end of the connection" });
      return withoutChance(seen.text);
    });
    const [direct, express] = await Promise.all(replies);
    expect(direct).toBe(express);
    expect(direct).toMatch(/HTTP\/1.1 202 Accepted.*Connection: close/s);
  });
});
