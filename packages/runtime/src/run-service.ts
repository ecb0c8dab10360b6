import closeWithGrace from "close-with-grace";
import { ConfigError } from "./environment.ts";
import { ListenError } from "./listen.ts";
import type { Logger } from "./logger.ts";

export type Service = {
  logger: Logger;
  /** How long `stop` may take. */
  graceMs: number;
  start: () => Promise<void>;
  /** Drains: no new work, work in hand finished, everything closed, within `graceMs`. */
  stop: () => Promise<void>;
};

/** EX_CONFIG of sysexits.h: the operator has to mend the configuration before a restart can help. */
const EXIT_CONFIG = 78;

/** What the process may take beyond the service's own grace before it is ended by force. */
const LAST_RESORT_MS = 2000;

/**
 * Runs one service as this process: exit code 78 when its environment is unusable, 1 when it cannot start or an
 * error escapes it, 0 after SIGTERM or SIGINT once `stop` is done.
 */
export async function runService(build: (env: NodeJS.ProcessEnv) => Service): Promise<void> {
  let service: Service;
  try {
    service = build(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const { logger } = service;
  closeWithGrace({ delay: service.graceMs + LAST_RESORT_MS, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, "stopping: an error escaped");
    else logger.info({ signal }, "stopping");
    await service.stop();
    logger.info("stopped");
  });
  try {
    await service.start();
  } catch (err) {
    if (err instanceof ListenError) logger.fatal(err.message);
    else logger.fatal({ err }, "cannot start");
    process.exitCode = 1;
    await service.stop();
    process.exit(1);
  }
}
