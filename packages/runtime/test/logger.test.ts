import { describe, expect, it } from "vitest";
import { createLogger } from "../src/logger.ts";

const TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
const TEXT = "the text of a person";

function capture(secrets: string[] = []) {
  const lines: string[] = [];
  const logger = createLogger({
    service: "test",
    level: "debug",
    secrets,
    destination: { write: (line: string) => void lines.push(line) },
  });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? "{}");
  return { logger, lines, last };
}

function libraryError(message: string): Error {
  return Object.assign(new Error(message), {
    code: "ECONNRESET",
    command: { name: "publish", args: ["notification", TEXT] },
    on: { payload: { chat_id: 42, text: TEXT } },
  });
}

describe("createLogger", () => {
  it("writes one line of JSON with service, time and process", () => {
    const { logger, last } = capture();
    logger.info({ chat_id: 42 }, "sent");
    expect(last()).toMatchObject({ name: "test", level: 30, msg: "sent", chat_id: 42, pid: process.pid });
    expect(String(last().time)).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("never prints a token, wherever it hides", () => {
    const { logger, lines } = capture();
    const url = `https://api.telegram.org/bot${TOKEN}/getMe`;
    const error = new Error(`invalid json response body at ${url}`, { cause: new Error(url) });
    logger.error({ err: error }, `failed: ${url}`);
    logger.error(error);
    logger.warn({ nested: { deep: [{ url }] }, [url]: true });
    logger.info("to %s", url);
    logger.child({ url }).info("child");
    logger.error({ err: Object.assign(new Error("x"), { stack: `Error: x at ${url}` }) });
    expect(lines).toHaveLength(6);
    expect(lines.join("")).not.toContain("AAHdqTcvCH");
    expect(lines.join("")).toContain("[token]");
  });

  it("never prints a secret it was told of, be it escaped or not", () => {
    const secrets = ["an-api-key-of-some-length", 'quoted"and\\slashed'];
    const { logger, lines } = capture(secrets);
    logger.info({ header: `Bearer ${secrets[0]}`, other: { password: secrets[1] } }, secrets[1]);
    expect(lines.join("")).not.toContain("an-api-key");
    expect(lines.join("")).not.toContain("slashed");
    expect(() => JSON.parse(lines.join(""))).not.toThrow();
  });

  it("keeps type, message, code, stack and causes of an error, and no other property", () => {
    const { logger, lines, last } = capture();
    const cause = libraryError("the cause");
    const error = Object.assign(new TypeError("it broke", { cause }), { args: [TEXT] });
    logger.error({ err: error }, "failed");
    expect(last().err).toMatchObject({
      type: "TypeError",
      message: "it broke",
      stack: expect.stringContaining("it broke"),
      cause: { type: "Error", message: "the cause", code: "ECONNRESET" },
    });
    logger.error(error);
    logger.error({ error: cause });
    logger.error({ reason: cause, list: [{ deeper: cause }] });
    expect(last().reason).toMatchObject({ message: "the cause" });
    expect(lines.join("")).not.toContain(TEXT);
  });

  it("survives what no error should be", () => {
    const { logger, last } = capture();
    const circular = new Error("round");
    circular.cause = circular;
    logger.error({ err: circular });
    expect(last().err).toMatchObject({ message: "round" });
    const ring: Record<string, unknown> = {};
    ring.self = ring;
    logger.info({ ring, date: new Date(0), bytes: Buffer.from("a"), nothing: null }, "odd");
    expect(last()).toMatchObject({ msg: "odd", date: "1970-01-01T00:00:00.000Z", nothing: null });
    logger.error({ err: "a string" });
    expect(last().err).toBe("a string");
  });

  it("is silent when told to be", () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: "test",
      level: "silent",
      destination: { write: (line: string) => void lines.push(line) },
    });
    logger.fatal("nothing");
    expect(lines).toEqual([]);
  });
});
