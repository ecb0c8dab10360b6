import { connect, createServer } from "node:net";
import { Trouble } from "../process/trouble.mjs";

/** @typedef {{ part: string, variable: string, host: string, port: number }} WantedPort */

/**
 * Makes sure that every part can have its port, before anything is started. Throws Trouble naming all that is taken.
 * @param {WantedPort[]} wanted a port of 0 stands for any free one and is always fine
 */
export async function checkPorts(wanted) {
  const problems = [];
  for (const [index, one] of wanted.entries()) {
    if (one.port === 0) continue;
    const twin = wanted.slice(0, index).find((other) => other.port === one.port);
    const problem =
      twin === undefined
        ? await problemOf(one.host, one.port)
        : `is also the port of ${twin.part} (${twin.variable})`;
    if (problem === undefined) continue;
    const other = await freePort(one.host, one.port + 1);
    problems.push(
      `Port ${one.port} of ${one.part} ${problem}. Choose another one:\n\n    ${one.variable}=${other} npm start\n`,
    );
  }
  if (problems.length > 0) throw new Trouble(problems.join("\n"));
}

/**
 * `preferred` or one of the next 20 ports, else any that the system has free.
 * @param {string} host
 * @param {number} preferred 0: no preference
 */
export async function freePort(host, preferred) {
  for (let port = preferred; preferred > 0 && port < preferred + 20 && port <= 65_535; port += 1) {
    if ((await problemOf(host, port)) === undefined) return port;
  }
  const { port } = await tryListen(host, 0);
  return port;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
async function problemOf(host, port) {
  const { error } = await tryListen(host, port);
  if (error?.code === "EACCES") return "may not be used by this user";
  if (error?.code === "EADDRNOTAVAIL" || error?.code === "ENOTFOUND")
    return `cannot be had: this machine has no address ${host}`;
  if (error !== undefined) return "is taken by another program";
  // macOS lets us listen beside a program that listens on all addresses; the other one would get the requests.
  return (await answers(host, port)) ? "is taken by another program" : undefined;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<{ port: number, error?: NodeJS.ErrnoException }>}
 */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ port, error }));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve({ port: bound }));
    });
  });
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host: reachableHost(host), port });
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}

/**
 * Where a program on this machine reaches a server that listens on `host`.
 * @param {string} host
 */
export function reachableHost(host) {
  if (host === "0.0.0.0" || host === "") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}
