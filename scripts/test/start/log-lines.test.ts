import { expect, it } from "vitest";
import { readLogLine } from "../../start/log-lines.mjs";

const line = (fields: object) =>
  readLogLine(JSON.stringify({ time: "t", pid: 1, name: "bot", ...fields }), "stdout");

it("shows warnings and errors of pino, with the error and the plain fields", () => {
  expect(line({ level: 30, msg: "listening", port: 3001 })).toEqual({
    severe: false,
    text: "listening (port=3001)",
  });
  expect(line({ level: 40, msg: "slow", waitedMs: 7 })).toEqual({
    severe: true,
    text: "warning: slow (waitedMs=7)",
  });
  expect(line({ level: 60, msg: "cannot start", err: { message: "no port" } })?.text).toBe(
    "error: cannot start no port",
  );
});

it("shows what else comes on stderr, and not what comes on stdout", () => {
  expect(readLogLine("Error: boom", "stderr")).toEqual({ severe: true, text: "Error: boom" });
  expect(readLogLine("1:M * Ready to accept connections", "stdout")).toEqual({
    severe: false,
    text: "1:M * Ready to accept connections",
  });
});

it.each(["", "   "])("has nothing to say about %j", (text) => {
  expect(readLogLine(text, "stderr")).toBeUndefined();
});

it.each(["{", "{}", '{"level":"high"}', "[1]", "null"])("takes %j as plain text", (text) => {
  expect(readLogLine(text, "stdout")).toEqual({ severe: false, text });
});

it("bounds a line", () => {
  expect(readLogLine("x".repeat(5_000), "stderr")?.text.length).toBeLessThan(500);
});
