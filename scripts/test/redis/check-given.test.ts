import { freePort, startRedis } from "@bellwire/testkit";
import { expect, it, onTestFinished } from "vitest";
import { checkGivenRedis, shownUrl } from "../../redis/check-given.mjs";

it("accepts a Redis that answers and runs scripts", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  await expect(checkGivenRedis(`redis://127.0.0.1:${redis.port}`)).resolves.toBeUndefined();
});

it("refuses in words, and never shows the password", async () => {
  const port = await freePort();
  const refusal = checkGivenRedis(`redis://me:hunter2@127.0.0.1:${port}`);
  await expect(refusal).rejects.toThrow(/does not answer.*ECONNREFUSED/);
  await expect(refusal).rejects.not.toThrow(/hunter2/);
});

it("refuses a wrong password", async () => {
  const redis = await startRedis({ config: { requirepass: "right" } });
  onTestFinished(() => redis.stop());
  await expect(checkGivenRedis(`redis://:wrong@127.0.0.1:${redis.port}`)).rejects.toThrow(/WRONGPASS/);
  await expect(checkGivenRedis(`redis://127.0.0.1:${redis.port}`)).rejects.toThrow(/NOAUTH/);
});

it.each(["localhost:6379", "http://127.0.0.1:6379", "nonsense"])("refuses %s as an address", async (text) => {
  await expect(checkGivenRedis(text)).rejects.toThrow("REDIS_URL must look like");
});

it("hides the password of an address", () => {
  expect(shownUrl(new URL("rediss://me:hunter2@host:1/2"))).toBe("rediss://me:***@host:1/2");
});
