import type { Server } from "node:http";

export type Address = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** The environment variable that sets the port, for the message when it is taken. */
  portVariable: string;
};

/** A server could not listen; the message says which address and what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Resolves when `server` accepts connections. Throws ListenError. */
export async function listen(server: Server, { host, port, portVariable }: Address): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(toListenError(error, { host, port, portVariable }));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

function toListenError(error: NodeJS.ErrnoException, { host, port, portVariable }: Address): ListenError {
  const address = `${host}:${port}`;
  if (error.code === "EADDRINUSE") {
    return new ListenError(
      `${address} is taken by another program. Stop it, or set ${portVariable} to a free port.`,
    );
  }
  if (error.code === "EACCES")
    return new ListenError(`${address} needs more rights. Set ${portVariable} to a port above 1023.`);
  return new ListenError(`Cannot listen on ${address} (${error.code ?? "unknown error"}).`);
}
