import { connect } from "node:net";

/** Ends our side of the connection, as a client does that has left. */
export const END = Symbol("end");

/** Writes `pieces` to a socket and resolves with all that came back when the server closes it. */
export function exchangeRaw(
  port: number,
  pieces: readonly (string | Buffer | typeof END)[],
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    // A reset after the answer is the server's right: what came before it counts.
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    for (const piece of pieces) {
      if (piece === END) socket.end();
      else socket.write(piece);
    }
  });
}
