import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { malformedPayloads } from "../../packages/schema/test/malformed.ts";
import { type Stack, startStack } from "../src/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

type Item = { reason: string; raw_base64: string; bytes: number; truncated: boolean };

async function quarantined(): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetch(`${stack.webUrl}/quarantine?limit=200${cursor ? `&cursor=${cursor}` : ""}`);
    const body = (await page.json()) as { items: Item[]; cursor?: string };
    items.push(...body.items);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return items;
}

describe("malformed payloads on the channel", () => {
  it("are at least two hundred kinds", () => {
    expect(new Set(malformedPayloads.map(({ name }) => name)).size).toBeGreaterThanOrEqual(200);
  });

  it("are kept with their reason, never forwarded, and stop nothing", async () => {
    const client = stack.redis.client();
    let published = 0;
    for (const { bytes } of malformedPayloads) {
      await client.publish("notification", Buffer.from(bytes));
      published += 1;
      // The quarantine keeps up with people's mistakes, not with a flood of them: go on when it has these.
      if (published % 100 === 0) await waitFor(async () => (await quarantined()).length >= published);
    }
    const items = await waitFor(async () => {
      const kept = await quarantined();
      return kept.length === malformedPayloads.length && kept;
    });
    const oldestFirst = items.reverse();
    for (const [index, { name, bytes, code }] of malformedPayloads.entries()) {
      const kept = oldestFirst[index];
      expect(kept?.reason, name).toBe(code);
      expect(kept?.bytes, name).toBe(bytes.length);
      const raw = Buffer.from(kept?.raw_base64 ?? "", "base64");
      expect(Buffer.from(bytes).subarray(0, raw.length).equals(raw), name).toBe(true);
    }
    expect(stack.sandbox.stats().sent).toBe(0);
  });

  it("do not hold up the next valid message", async () => {
    const client = stack.redis.client();
    for (const { bytes } of malformedPayloads) await client.publish("notification", Buffer.from(bytes));
    await client.publish("notification", JSON.stringify({ user_id: 42, message: "still here" }));
    await waitFor(() => stack.received(42).length > 0, {
      timeoutMs: 1000,
      what: "the valid message, within a second",
    });
    expect(stack.received(42)).toEqual(["still here"]);
    await stack.ready();
  });
});
