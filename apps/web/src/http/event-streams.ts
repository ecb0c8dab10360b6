import { type EventLog, EventReader, type EventTail } from "@bellwire/messaging";
import type { Metrics } from "@bellwire/runtime";
import type { RequestHandler, Response } from "express";
import { describeTold } from "./event-lines.ts";
import { eventId, lastEventOf } from "./last-event.ts";
import { sendProblem } from "./problems.ts";
import { withinRedisBudget } from "./redis-budget.ts";
import { beginEvents } from "./server-sent-events.ts";

export type EventStreams = {
  /** Answers with a live stream of events. */
  handler: RequestHandler;
  /** Ends every stream; new ones end at once. */
  drain(): void;
};

export type EventStreamLimits = {
  /** More readers at a time are refused; 1,000 by default. */
  maxReaders?: number;
  /** A comment goes out so often, so that nobody on the way takes the stream for dead; 15 s by default. */
  heartbeatMs?: number;
  /** A reader that takes nothing for so long is cut; 30 s by default. */
  stalledMs?: number;
};

export type EventStreamsOptions = EventStreamLimits & { tail: EventTail; log: EventLog; metrics: Metrics };

const DEFAULTS = { maxReaders: 1000, heartbeatMs: 15_000, stalledMs: 30_000 };
/** Written at once, before the reader has taken them: this bounds what one reader can make us hold. */
const WRITTEN_AT_ONCE = 100;

/** Server-sent events over the stored event stream, for any number of readers over one Redis connection. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { tail, log, metrics, maxReaders, heartbeatMs, stalledMs } = { ...DEFAULTS, ...options };
  const readers = new Map<EventReader, Response>();
  let draining = false;
  metrics.gauge("event_readers", "Live streams of events", { read: () => readers.size });
  const cuts = metrics.counter("event_readers_cut_total", "Streams ended because nobody read them");

  const handler: RequestHandler = async (request, response) => {
    const asked = lastEventOf(request, response, eventId);
    if (asked === undefined) return;
    if (readers.size >= maxReaders) return refuseTooMany(response);
    const reader = new EventReader({ tail, log, from: asked.lastId });
    readers.set(reader, response);
    response.once("close", () => {
      readers.delete(reader);
      reader.close();
    });
    const position = await withinRedisBudget(request, reader.open());
    // An id without data is no event, but where a reader resumes that is cut off before the first one.
    beginEvents(response, `id: ${position}\n: connected\n\n`);
    if (draining || request.method === "HEAD") return void response.end();
    const heartbeat = setInterval(() => beat(response), heartbeatMs);
    try {
      await forward(reader, response, stalledMs, () => cuts.add());
    } finally {
      clearInterval(heartbeat);
      response.end();
    }
  };
  return {
    handler,
    drain() {
      draining = true;
      for (const [reader, response] of readers) {
        reader.close();
        // One that is slow to read would hold the stop up; it resumes elsewhere by the id that it knows.
        if (response.writableLength > 0) response.destroy();
      }
    },
  };
}

function refuseTooMany(response: Response): void {
  response.setHeader("Retry-After", 5);
  sendProblem(response, "too_many_waiting", "Too many streams of events are open already.");
}

function beat(response: Response): void {
  if (response.writableLength === 0) response.write(": alive\n\n");
}

/** Writes what the reader is told, as fast as the other side takes it. */
async function forward(
  reader: EventReader,
  response: Response,
  stalledMs: number,
  onCut: () => void,
): Promise<void> {
  for await (const told of reader.read()) {
    const lines = describeTold(told);
    for (let at = 0; at < lines.length; at += WRITTEN_AT_ONCE) {
      if (response.destroyed) return;
      const taken = response.write(lines.slice(at, at + WRITTEN_AT_ONCE).join(""));
      if (taken || (await drained(response, stalledMs))) continue;
      if (!response.destroyed) onCut();
      response.destroy();
      return;
    }
  }
}

/** Whether the other side took what was written, within `mostMs`; `false` also when it has left. */
async function drained(response: Response, mostMs: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const settle = (taken: boolean) => () => {
      clearTimeout(timer);
      response.off("drain", onDrain);
      response.off("close", onClose);
      resolve(taken);
    };
    const [onDrain, onClose] = [settle(true), settle(false)];
    const timer = setTimeout(onClose, mostMs);
    response.once("drain", onDrain);
    response.once("close", onClose);
  });
}
