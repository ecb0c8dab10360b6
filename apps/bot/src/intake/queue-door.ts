import type { QueueReader } from "@bellwire/messaging";
import type { Counter } from "@bellwire/runtime";
import type { DoorSource } from "./asked-door.ts";
import { CHUNK } from "./chunks.ts";
import { queueItem, type Reading } from "./to-items.ts";

export type QueueSourceOptions = {
  reader: Pick<QueueReader, "read" | "wait" | "close">;
  reading: Reading;
  malformed: Counter;
};

/** The queue door as the loop asks it. */
export function queueSource({ reader, reading: how, malformed }: QueueSourceOptions): DoorSource {
  return {
    async read() {
      const reading = await reader.read(CHUNK);
      if (reading.kind !== "read") return reading;
      const { payloads, putAside } = reading;
      if (putAside > 0) malformed.add({ door: "queue", reason: "too_large" }, putAside);
      return { kind: "read", items: payloads.map((payload) => queueItem(payload, how)) };
    },
    wait: (timeoutMs) => reader.wait(timeoutMs),
    close: () => reader.close(),
  };
}
