import { readEvents, type ServerSentEvent } from "./event-stream.ts";

export type LiveStreamOptions = {
  path: string;
  onOpen(): void;
  onEvent(event: ServerSentEvent): void;
  /** Once for each break, and for each time it could not be opened; it is opened again after a while. */
  onBreak(): void;
  /** The session is over: whoever opens sessions is to be told. */
  onUnauthorized(): void;
};

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** Web tells something every second: a stream that is silent for so long is dead, though nobody closed it. */
const SILENT_MS = 10_000;

/**
 * Keeps one stream of server-sent events open until it is closed, and resumes it where it stood. `start` and `close`
 * may be called any number of times, in turn.
 */
export class LiveStream {
  private readonly options: LiveStreamOptions;
  private running: AbortController | undefined;
  private lastId = "";
  private failures = 0;

  constructor(options: LiveStreamOptions) {
    this.options = options;
  }

  start(): void {
    if (this.running !== undefined) return;
    this.running = new AbortController();
    void this.run(this.running.signal);
  }

  close(): void {
    this.running?.abort();
    this.running = undefined;
    this.failures = 0;
  }

  private async run(closed: AbortSignal): Promise<void> {
    while (!closed.aborted) {
      await this.readOnce(closed).catch(() => {});
      if (closed.aborted) return;
      this.options.onBreak();
      await sleep(waitMs(this.failures++), closed);
    }
  }

  /** Opens the stream and hands on what it tells, until it ends, breaks or falls silent. */
  private async readOnce(closed: AbortSignal): Promise<void> {
    const attempt = new AbortController();
    const giveUp = (): void => attempt.abort();
    closed.addEventListener("abort", giveUp, { once: true });
    let silence = setTimeout(giveUp, SILENT_MS);
    try {
      const response = await this.ask(attempt.signal);
      if (response.status === 401) this.options.onUnauthorized();
      if (!response.ok || response.body === null) return;
      this.options.onOpen();
      for await (const event of readEvents(response.body)) {
        if (closed.aborted) return;
        clearTimeout(silence);
        silence = setTimeout(giveUp, SILENT_MS);
        this.failures = 0;
        if (event.id !== "") this.lastId = event.id;
        this.options.onEvent(event);
      }
    } finally {
      clearTimeout(silence);
      closed.removeEventListener("abort", giveUp);
      attempt.abort();
    }
  }

  private ask(signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: "text/event-stream", "X-Bellwire": "console" };
    if (this.lastId !== "") headers["Last-Event-ID"] = this.lastId;
    return fetch(this.options.path, { headers, cache: "no-store", signal });
  }
}

/** 0.5 s, 1 s, 2 s … 10 s, each up to a half longer, so that not all pages come back in the same moment. */
function waitMs(failures: number): number {
  return Math.min(SHORTEST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (1 + Math.random() / 2);
}

/** Ends early when `closed`. */
function sleep(ms: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    closed.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
