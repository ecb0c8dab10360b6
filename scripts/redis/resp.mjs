import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

/**
 * Sends one command after the other to the Redis at `url` (redis:// or rediss://, with user, password and
 * database), and closes. A reply is text; a refusal by Redis is returned as text that begins with "-".
 * Rejects when the connection fails, when AUTH or SELECT is refused, and after `timeoutMs` in all.
 * @param {URL} url
 * @param {string[][]} commands whose replies are one line or one bulk string
 * @param {number} timeoutMs
 * @returns {Promise<string[]>}
 */
export function askRedis(url, commands, timeoutMs) {
  const opening = openingCommands(url);
  return new Promise((resolve, reject) => {
    const socket = connectTo(url);
    /** @param {Error} error */
    const fail = (error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs);
    let received = Buffer.alloc(0);
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the connection was closed before Redis answered")));
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      const replies = readReplies(received);
      const refused = replies.slice(0, opening.length).find((reply) => reply.startsWith("-"));
      if (refused !== undefined) return fail(new Error(refused.slice(1)));
      if (replies.length < opening.length + commands.length) return;
      clearTimeout(timer);
      socket.removeAllListeners("close");
      socket.destroy();
      resolve(replies.slice(opening.length));
    });
    socket.write(Buffer.concat([...opening, ...commands].map(encodeCommand)));
  });
}

/**
 * The complete replies at the start of `bytes`, in RESP2: status, error (with its "-"), integer, bulk string.
 * @param {Buffer} bytes
 */
export function readReplies(bytes) {
  const replies = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) break;
    const line = bytes.toString("utf8", at, lineEnd);
    at = lineEnd + 2;
    if (line.startsWith("$") && line !== "$-1") {
      const end = at + Number(line.slice(1));
      if (bytes.length < end + 2) break;
      replies.push(bytes.toString("utf8", at, end));
      at = end + 2;
    } else {
      replies.push(line.startsWith("-") ? line : line.slice(1));
    }
  }
  return replies;
}

/** @param {string[]} words */
export function encodeCommand(words) {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${parts.join("")}`);
}

/** @param {URL} url */
function openingCommands(url) {
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const database = url.pathname.slice(1);
  const commands = [];
  if (password !== "") commands.push(user === "" ? ["AUTH", password] : ["AUTH", user, password]);
  if (database !== "" && database !== "0") commands.push(["SELECT", database]);
  return commands;
}

/** @param {URL} url */
function connectTo(url) {
  const host = url.hostname.replace(/^\[|\]$/g, "") || "127.0.0.1";
  const port = url.port === "" ? 6379 : Number(url.port);
  return url.protocol === "rediss:"
    ? connectTls({ host, port, servername: host })
    : connectTcp({ host, port });
}
