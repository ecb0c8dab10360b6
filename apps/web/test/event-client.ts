import { request as httpRequest, type IncomingMessage } from "node:http";

export type Received = { id?: string; event?: string; data?: unknown };

/** A client of `GET /events`, over real HTTP. */
export async function openEvents(port: number, path = "/events", headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const comments: string[] = [];
  let lastId = "";
  let text = "";
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, headers, agent: false }, resolve);
    request.on("error", reject);
    request.end();
  });
  let ended = false;
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const one: Received = {};
      for (const line of block.split("\n")) {
        const [, name = "", value = ""] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
        if (name === "") comments.push(value);
        if (name === "id") {
          one.id = value;
          lastId = value;
        }
        if (name === "event") one.event = value;
        if (name === "data") one.data = JSON.parse(value);
      }
      if ("data" in one) received.push(one);
    }
  });
  response.on("error", () => {});
  response.on("close", () => {
    ended = true;
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    received,
    comments,
    /** Ids of the notifications that were told of, in order. */
    ids: () =>
      received.filter(({ event }) => event === "notification").map(({ data }) => (data as { id: string }).id),
    /** What the client would say as Last-Event-ID when it reconnects. */
    lastId: () => lastId,
    ended: () => ended,
    /** Takes nothing more off the wire. */
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => response.destroy(),
  };
}
