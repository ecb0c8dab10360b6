import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { findRedisBinary, isNewEnough, parseVersion } from "../../redis/binary.mjs";

const stop = new AbortController().signal;

/** A folder with a "server" that says `words` when it is asked for its version. */
function folderWithServer(words: string): string {
  const folder = mkdtempSync(join(tmpdir(), "bellwire-binary-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "redis-server");
  writeFileSync(file, `#!/bin/sh\necho '${words}'\n`);
  chmodSync(file, 0o755);
  return folder;
}

it.each([
  ["Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=0", "7.0.15"],
  ["Valkey server v=8.1.3 sha=00000000:0 malloc=libc bits=64", "8.1.3"],
  ["Server v=7.2.4", "7.2.4"],
  ["command not found", undefined],
])("reads the version of %j", (output, version) => {
  expect(parseVersion(output)).toBe(version);
});

it("needs the script header of Redis 7", () => {
  expect(["6.2.14", "7.0.0", "8.1.3", "10.0.0"].map(isNewEnough)).toEqual([false, true, true, true]);
});

it("takes the first server on PATH that is new enough", async () => {
  const old = folderWithServer("Redis server v=6.0.16 sha=0");
  const good = folderWithServer("Redis server v=7.0.15 sha=0");
  vi.stubEnv("BELLWIRE_REDIS_SERVER", undefined);
  vi.stubEnv("PATH", `${old}:${good}:/usr/bin:/bin`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const found = await findRedisBinary({ stop });
  expect(found).toEqual({ command: join(good, "redis-server"), version: "7.0.15", origin: "machine" });
});

it("refuses a named server that is too old, and looks no further", async () => {
  vi.stubEnv("BELLWIRE_REDIS_SERVER", join(folderWithServer("Redis server v=6.0.16 sha=0"), "redis-server"));
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(findRedisBinary({ stop })).rejects.toThrow(/6\.0\.16, and Redis 7\.0/);
});
