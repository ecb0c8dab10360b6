import type { GroupReader } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { DoorSource } from "./asked-door.ts";
import { CHUNK } from "./chunks.ts";
import { type Reading, streamItem } from "./to-items.ts";

export type StreamSourceOptions = {
  reader: Pick<GroupReader, "read" | "wait" | "close">;
  reading: Reading;
  malformed: Counter;
  trimmed: Counter;
  logger: Logger;
};

/** The stream door as the loop asks it. */
export function streamSource({
  reader,
  reading: how,
  malformed,
  trimmed,
  logger,
}: StreamSourceOptions): DoorSource {
  return {
    async read() {
      const reading = await reader.read(CHUNK);
      if (reading.kind !== "read") return reading;
      if (reading.putAside > 0) malformed.add({ door: "stream", reason: "too_large" }, reading.putAside);
      if (reading.trimmed > 0) {
        trimmed.add({}, reading.trimmed);
        malformed.add({ door: "stream", reason: "trimmed" }, reading.trimmed);
        logger.warn(
          { entries: reading.trimmed },
          "somebody trimmed entries of the stream before they were admitted; the quarantine names them",
        );
      }
      return { kind: "read", items: reading.entries.map((entry) => streamItem(entry, how)) };
    },
    wait: (timeoutMs) => reader.wait(timeoutMs),
    close: () => reader.close(),
  };
}
