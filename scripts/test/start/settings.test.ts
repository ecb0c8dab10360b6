import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readSettings, urlOf, withRealPorts } from "../../start/settings.mjs";

const NO_FILE = "/nonexistent/.env";

it("has defaults", () => {
  const settings = readSettings({}, NO_FILE);
  expect(settings.web).toEqual({ host: "127.0.0.1", port: 3000 });
  expect(settings.bot.port).toBe(3001);
  expect(settings.sandbox.port).toBe(8081);
  expect(settings.redisUrl).toBeUndefined();
  expect(settings.realTelegram).toBe(false);
});

it("reads .env, over which the environment wins", () => {
  const folder = mkdtempSync(join(tmpdir(), "bellwire-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, ".env"), "PORT=4000\nBOT_PORT=4001 # bot\nTELEGRAM_BOT_TOKEN='1:a'\n");
  const settings = readSettings({ PORT: "5000" }, join(folder, ".env"));
  expect([settings.web.port, settings.bot.port, settings.realTelegram]).toEqual([5000, 4001, true]);
  expect(settings.env.TELEGRAM_BOT_TOKEN).toBe("1:a");
});

it.each(["abc", "-1", "70000", "3000.5"])("refuses PORT=%s by name", (port) => {
  expect(() => readSettings({ PORT: port }, NO_FILE)).toThrow(/^PORT must be a port/);
});

it("refuses a Bot API address without a token", () => {
  expect(() => readSettings({ TELEGRAM_API_ROOT: "http://127.0.0.1:1" }, NO_FILE)).toThrow(/no token/);
});

it("replaces port 0 by free ones", async () => {
  const settings = await withRealPorts(
    readSettings({ PORT: "0", BOT_PORT: "0", SANDBOX_PORT: "0" }, NO_FILE),
  );
  expect(new Set([settings.web.port, settings.bot.port, settings.sandbox.port, 0]).size).toBe(4);
});

it.each([
  ["127.0.0.1", "http://127.0.0.1:80"],
  ["0.0.0.0", "http://127.0.0.1:80"],
  ["::", "http://[::1]:80"],
  ["localhost", "http://localhost:80"],
])("listening on %s is reached at %s", (host, url) => {
  expect(urlOf({ host, port: 80 })).toBe(url);
});
