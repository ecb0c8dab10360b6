import { vi } from "vitest";

const encoder = new TextEncoder();

/** Stands in for web at `GET /live`, in place of the browser's fetch. */
export class FakeLive {
  /** The header Last-Event-ID of each request, in their order. */
  readonly askedFrom: (string | null)[] = [];
  status = 200;
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => Promise.resolve(this.answer(path, init)));
  }

  say(type: string, data: unknown, id?: string): void {
    const head = id === undefined ? "" : `id: ${id}\n`;
    this.write(`${head}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  write(text: string): void {
    this.stream?.enqueue(encoder.encode(text));
  }

  cut(): void {
    this.stream?.error(new TypeError("network error"));
    this.stream = undefined;
  }

  get open(): boolean {
    return this.stream !== undefined;
  }

  private answer(path: string, init: RequestInit): Response {
    if (path !== "/live") return new Response(null, { status: 404 });
    this.askedFrom.push(new Headers(init.headers).get("Last-Event-ID"));
    if (this.status !== 200) return new Response("{}", { status: this.status });
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.stream = controller;
        init.signal?.addEventListener("abort", () => {
          if (this.stream === controller) this.cut();
        });
      },
    });
    return new Response(body);
  }
}
