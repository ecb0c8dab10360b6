import { expect, it } from "vitest";
import { readEvents } from "../../src/feed/event-stream.ts";

/** The text in pieces of `size` bytes, as a network may cut it. */
function bodyOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function eventsOf(text: string, size = 1_000): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of readEvents(bodyOf(text, size))) events.push(event);
  return events;
}

it.each([1, 2, 3, 7, 1_000])("reads events that arrive in pieces of %i bytes", async (size) => {
  const text = 'id: 7-0\nevent: changes\ndata: {"a":"é🔔"}\n\n: alive\n\nevent: stats\ndata: {}\n\n';
  expect(await eventsOf(text, size)).toEqual([
    { type: "changes", data: '{"a":"é🔔"}', id: "7-0" },
    { type: "stats", data: "{}", id: "7-0" },
  ]);
});

it("joins lines of data, and calls an event without a name a message", async () => {
  expect(await eventsOf("data: one\ndata:two\n\n")).toEqual([{ type: "message", data: "one\ntwo", id: "" }]);
});

it("takes the id of an event without data", async () => {
  const [event] = await eventsOf("id: 5-0\n: connected\n\nevent: x\ndata: 1\n\n");
  expect(event).toEqual({ type: "x", data: "1", id: "5-0" });
});

it("leaves out an event that was not finished", async () => {
  expect(await eventsOf("event: x\ndata: 1\n\nevent: x\ndata: 2")).toHaveLength(1);
});

it("reads lines that end in CR LF, also where the pieces part the two", async () => {
  expect(await eventsOf("event: x\r\ndata: 1\r\n\r\nevent: y\r\ndata: 2\r\n\r\n", 1)).toEqual([
    { type: "x", data: "1", id: "" },
    { type: "y", data: "2", id: "" },
  ]);
});
