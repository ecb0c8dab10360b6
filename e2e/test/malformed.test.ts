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

/** Whether an item of the quarantine is this payload, or its beginning. */
function isKept(item: Item, payload: Buffer): boolean {
  const raw = Buffer.from(item.raw_base64, "base64");
  return item.bytes === payload.length && payload.subarray(0, raw.length).equals(raw);
}

type Client = ReturnType<Stack["redis"]["client"]>;

const DOORS: Record<string, (client: Client, payload: Buffer) => Promise<unknown>> = {
  channel: (client, payload) => client.publish("notification", payload),
  queue: (client, payload) => client.lpush("notification:queue", payload),
  stream: (client, payload) => client.xadd("notification:stream", "*", "payload", payload),
};

describe("malformed payloads", () => {
  it("are at least two hundred kinds", () => {
    expect(new Set(malformedPayloads.map(({ name }) => name)).size).toBeGreaterThanOrEqual(200);
  });

  it.each(Object.entries(DOORS))(
    "on the %s are kept with their reason, never forwarded, and stop nothing",
    async (_, put) => {
      const client = stack.redis.client();
      // What the other doors left there would soon be more than is kept.
      await client.del("notification:quarantine");
      let published = 0;
      for (const { bytes } of malformedPayloads) {
        await put(client, Buffer.from(bytes));
        published += 1;
        // The quarantine keeps up with people's mistakes, not with a flood of them: go on when it has these.
        if (published % 100 === 0) await waitFor(async () => (await quarantined()).length >= published);
      }
      const items = await waitFor(async () => {
        const kept = await quarantined();
        return kept.length === malformedPayloads.length && kept;
      });
      // Those that are too large are put aside before the others are looked at, so the order tells nothing.
      const left = [...items];
      for (const { name, bytes, code } of malformedPayloads) {
        const place = left.findIndex((item) => item.reason === code && isKept(item, Buffer.from(bytes)));
        expect(place, `${name}: ${code}`).not.toBe(-1);
        left.splice(place, 1);
      }
      expect(stack.sandbox.stats().sent).toBe(0);
    },
  );

  it.each(Object.entries(DOORS))("on the %s do not hold up the next valid message", async (door, put) => {
    const client = stack.redis.client();
    for (const { bytes } of malformedPayloads) await put(client, Buffer.from(bytes));
    await put(client, Buffer.from(JSON.stringify({ user_id: 42, message: `still here, ${door}` })));
    await waitFor(() => stack.received(42).includes(`still here, ${door}`), {
      timeoutMs: 1000,
      what: "the valid message, within a second",
    });
    await stack.ready();
  });
});
