import type { ServerResponse } from "node:http";
import type { Counter, Metrics } from "@bellwire/runtime";
import { sendProblem } from "./problems.ts";
import { PushedStream, type PushedStreamLimits } from "./pushed-stream.ts";
import { beginEvents } from "./server-sent-events.ts";

export type PushedStreamsLimits = PushedStreamLimits & {
  /** More at a time are refused; 1,000 by default. */
  maxStreams?: number;
  /** A comment goes out so often, so that nobody on the way takes a stream for dead; 15 s by default. */
  heartbeatMs?: number;
};

/** All streams of this process that are told what comes and never waited for. */
export class PushedStreams {
  readonly #limits: PushedStreamsLimits;
  readonly #responses = new Map<ServerResponse, PushedStream>();
  readonly #dropped: Counter;
  readonly #cut: Counter;
  #heartbeat: NodeJS.Timeout | undefined;
  #draining = false;

  constructor(metrics: Metrics, limits: PushedStreamsLimits = {}) {
    this.#limits = limits;
    metrics.gauge("pushed_streams", "Live streams of the page, of subscribers and of boards", {
      read: () => this.#responses.size,
    });
    this.#dropped = metrics.counter(
      "pushed_events_dropped_total",
      "Events that a reader did not take in time",
    );
    this.#cut = metrics.counter("pushed_streams_cut_total", "Streams ended because nobody read them");
  }

  /**
   * Begins to answer with a stream of events; undefined when there is nothing more to tell: it was refused, only its
   * head is asked for, or this process is stopping.
   * @param first written at once
   * @param onResumed told when the other side takes again after something was dropped for it
   */
  open(response: ServerResponse, first: string, onResumed?: () => void): PushedStream | undefined {
    if (this.#responses.size >= (this.#limits.maxStreams ?? 1000)) {
      response.setHeader("Retry-After", 5);
      sendProblem(response, "too_many_waiting", "Too many streams of events are open already.");
      return undefined;
    }
    beginEvents(response, first);
    if (this.#draining || response.req.method === "HEAD") {
      response.end();
      return undefined;
    }
    const stream = new PushedStream(response, {
      ...this.#limits,
      onDrop: (events) => this.#dropped.add({}, events),
      onCut: () => this.#cut.add(),
      ...(onResumed && { onResumed }),
    });
    this.#keep(response, stream);
    return stream;
  }

  /** Ends every stream; new ones end at once. */
  drain(): void {
    this.#draining = true;
    for (const response of this.#responses.keys()) {
      // One that is slow to read would hold the stop up.
      if (response.writableLength > 0) response.destroy();
      else response.end();
    }
  }

  #keep(response: ServerResponse, stream: PushedStream): void {
    this.#responses.set(response, stream);
    this.#heartbeat ??= setInterval(() => {
      for (const each of this.#responses.values()) each.beat();
    }, this.#limits.heartbeatMs ?? 15_000);
    response.once("close", () => {
      this.#responses.delete(response);
      if (this.#responses.size > 0) return;
      clearInterval(this.#heartbeat);
      this.#heartbeat = undefined;
    });
  }
}
