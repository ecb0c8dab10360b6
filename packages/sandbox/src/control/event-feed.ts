import type { ServerResponse } from "node:http";
import type { World, WorldEvent } from "../model/world.ts";

/** A reader with more than this unread is cut; it can connect again and read the chats anew. */
const unreadMaxBytes = 1024 * 1024;
const heartbeatMs = 15_000;
const readersMax = 100;

/** The live feed of the control API: server-sent events, one subscription to the world for all readers. */
export class EventFeed {
  readonly #world: World;
  readonly #readers = new Set<ServerResponse>();
  #stop: (() => void) | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  get isFull(): boolean {
    return this.#readers.size >= readersMax;
  }

  attach(response: ServerResponse): void {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    response.write(": connected\n\n");
    this.#readers.add(response);
    this.#stop ??= this.#start();
    response.once("close", () => {
      this.#readers.delete(response);
      if (this.#readers.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    });
  }

  #start(): () => void {
    const leave = this.#world.listen((event) => this.#write(frame(event)));
    const heartbeat = setInterval(() => this.#write(": heartbeat\n\n"), heartbeatMs);
    return () => {
      leave();
      clearInterval(heartbeat);
    };
  }

  #write(text: string): void {
    for (const reader of this.#readers) {
      if (reader.writableLength > unreadMaxBytes) reader.destroy();
      else reader.write(text);
    }
  }
}

function frame(event: WorldEvent): string {
  const { kind, ...data } = event;
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
