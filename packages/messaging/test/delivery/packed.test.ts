import { type RedisProcess, startRedis } from "@bellwire/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packed } from "../../src/delivery/packed.ts";

let redis: RedisProcess;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

it("is read by a script as it was written, text and bytes alike", async () => {
  const client = redis.client();
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 300 }), async (parts) => {
      const read = await client.callBuffer("EVAL", "return cmsgpack.unpack(ARGV[1])", 0, packed(parts));
      expect(read).toEqual(parts.map((one) => Buffer.from(one)));
    }),
    { numRuns: 200 },
  );
  const long = "é".repeat(300_000);
  expect(await client.eval("return #cmsgpack.unpack(ARGV[1])[1]", 0, packed([long]))).toBe(600_000);
});
