import { connect, type Socket } from "node:net";

/** `request` is the last piece that the client sent on this connection, `reply` the piece about to go back. */
export type ReplyDrop = (piece: { request: Buffer; reply: Buffer }) => boolean;

/** Shared by all connections of a proxy, and changed while they run. */
export type Faults = {
  blackhole: boolean;
  delayMs: number;
  drop: { left: number } | { when: ReplyDrop } | undefined;
  swallowedBytes: number;
};

export type Link = { destroy(): void; endBlackhole(): void };

/** `lostBytes`: what follows would be half a message, so nothing is passed on any more. */
type LinkState = { lostBytes: boolean; sideClosed: boolean; lastRequest: Buffer };

type Piece = { data: Buffer | "end"; dueMs: number };

/** One client connection and its partner on the server; `onGone` is called once, when both are destroyed. */
export function openLink(
  client: Socket,
  target: { host: string; port: number },
  faults: Faults,
  onGone: () => void,
): Link {
  const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true });
  const timers = new Set<NodeJS.Timeout>();
  const link: LinkState = { lostBytes: false, sideClosed: false, lastRequest: Buffer.alloc(0) };
  let gone = false;
  const destroy = (): void => {
    if (gone) return;
    gone = true;
    for (const timer of timers) clearTimeout(timer);
    client.destroy();
    upstream.destroy();
    onGone();
  };
  const toServer = pump(client, upstream, faults, timers);
  const toClient = pump(upstream, client, faults, timers);
  client.on("data", (request) => {
    link.lastRequest = request;
    if (!swallows(link, faults, request)) toServer(request);
  });
  upstream.on("data", (reply) => {
    if (swallows(link, faults, reply)) return;
    const verdict = judgeReply(faults, { request: link.lastRequest, reply });
    if (verdict === "pass") toClient(reply);
    else swallow(link, faults, reply);
    if (verdict === "cut") destroy();
  });
  passOnEnd(client, toServer, link, faults, destroy);
  passOnEnd(upstream, toClient, link, faults, destroy);
  return {
    destroy,
    endBlackhole() {
      if (link.sideClosed) destroy();
    },
  };
}

function swallows(link: LinkState, faults: Faults, piece: Buffer): boolean {
  if (faults.blackhole || link.lostBytes) swallow(link, faults, piece);
  return link.lostBytes;
}

function swallow(link: LinkState, faults: Faults, piece: Buffer): void {
  link.lostBytes = true;
  faults.swallowedBytes += piece.length;
}

/** In a black hole nobody hears that the other side left; what is due then is done by endBlackhole. */
function passOnEnd(
  socket: Socket,
  forward: (data: "end") => void,
  link: LinkState,
  faults: Faults,
  destroy: () => void,
): void {
  socket.on("error", () => {});
  socket.on("end", () => {
    if (faults.blackhole) link.sideClosed = true;
    else forward("end");
  });
  socket.on("close", () => {
    link.sideClosed = true;
    if (!faults.blackhole) destroy();
  });
}

function judgeReply(faults: Faults, piece: { request: Buffer; reply: Buffer }): "pass" | "swallow" | "cut" {
  const drop = faults.drop;
  if (drop === undefined) return "pass";
  if ("when" in drop) {
    if (!drop.when(piece)) return "pass";
    faults.drop = undefined;
    return "cut";
  }
  drop.left -= 1;
  if (drop.left > 0) return "swallow";
  faults.drop = undefined;
  return drop.left === 0 ? "cut" : "pass";
}

/** Hands pieces from one socket to the other: in order, delayed, and never faster than the receiver reads. */
function pump(from: Socket, to: Socket, faults: Faults, timers: Set<NodeJS.Timeout>) {
  const waiting: Piece[] = [];
  const hand = (data: Buffer | "end"): void => {
    if (to.destroyed || to.writableEnded) return;
    if (data === "end") to.end();
    else if (!to.write(data)) {
      from.pause();
      to.once("drain", () => from.resume());
    }
  };
  const handDue = (): void => {
    for (let piece = waiting[0]; piece !== undefined; piece = waiting[0]) {
      const leftMs = piece.dueMs - performance.now();
      if (leftMs > 0) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          handDue();
        }, leftMs);
        timers.add(timer);
        return;
      }
      waiting.shift();
      hand(piece.data);
    }
  };
  return (data: Buffer | "end"): void => {
    waiting.push({ data, dueMs: performance.now() + faults.delayMs });
    // With more in line, the timer of the first hands on the rest as it falls due.
    if (waiting.length === 1) handDue();
  };
}
