import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { ListenError, listen } from "../src/listen.ts";

const address = { host: "127.0.0.1", portVariable: "TEST_PORT" };

describe("listen", () => {
  it("resolves when the server accepts, and leaves no listener behind", async () => {
    const server = createServer();
    await listen(server, { ...address, port: 0 });
    expect(server.listening).toBe(true);
    expect(server.listenerCount("error")).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it("says that the port is taken and which variable sets it", async () => {
    const first = createServer();
    await listen(first, { ...address, port: 0 });
    const { port } = first.address() as AddressInfo;
    const second = listen(createServer(), { ...address, port });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(
      `127.0.0.1:${port} is taken by another program. Stop it, or set TEST_PORT to a free port.`,
    );
    await new Promise((resolve) => first.close(resolve));
  });

  it("says when an address is not this machine's", async () => {
    await expect(listen(createServer(), { ...address, host: "203.0.113.1", port: 0 })).rejects.toThrow(
      "Cannot listen on 203.0.113.1:0 (EADDRNOTAVAIL).",
    );
  });
});
