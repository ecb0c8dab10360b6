import { redisKeys } from "../keys.ts";
import type { Listening } from "../listening.ts";
import type { Hub } from "../pubsub/hub.ts";
import type { RedisLink } from "../redis-link.ts";
import { putBoardScript, removeBoardScript } from "../scripts/board.ts";
import { type BoardChange, type BoardValue, readBoardChange, readBoardValue } from "./board-value.ts";
import { BoardWatch } from "./board-watch.ts";

export type BoardsOptions = {
  redis: RedisLink;
  prefix: string;
  /** What is put is heard over it, and counted by it. */
  hub: Pick<Hub, "listen" | "countPublished">;
};

export type PutAnswer =
  | { kind: "put"; revision: number; atMs: number; receivers: number }
  /** There are as many boards as there may be. */
  | { kind: "full" };

/** Of all boards; neither may throw. */
export type BoardsListener = {
  onChange: (change: BoardChange) => void;
  /** Changes may have been missed: `list` tells. */
  onMissed: () => void;
};

export const BOARD_VALUE_BYTES = 65_536;
const BOARDS_MAX = 10_000;
const PAGE = 200;

/**
 * Notice boards: the last known state per subject, readable by latecomers, gone after its time. Who puts a value
 * replaces the one before; who watches is told the newest one and may be spared those between. Calls throw
 * RedisUnavailableError; all but `put` may be repeated without effect.
 */
export class Boards {
  readonly #options: BoardsOptions;
  readonly #keys: ReturnType<typeof redisKeys>;

  constructor(options: BoardsOptions) {
    this.#options = options;
    this.#keys = redisKeys(options.prefix);
  }

  /** `value` is JSON, at most 64 KiB of it (RangeError). Refused while Redis is full. */
  async put(board: string, value: string, ttlMs: number): Promise<PutAnswer> {
    const bytes = Buffer.byteLength(value);
    if (bytes > BOARD_VALUE_BYTES) throw new RangeError(`at most ${BOARD_VALUE_BYTES} bytes, not ${bytes}`);
    const { redis, hub } = this.#options;
    const channel = this.#keys.board(board);
    const args = [board, value, ttlMs, BOARDS_MAX, channel];
    const put = await redis.script(putBoardScript, this.#keysOf(board), args);
    if (put === undefined) return { kind: "full" };
    hub.countPublished(channel, put.receivers);
    return { kind: "put", ...put };
  }

  async get(board: string): Promise<BoardValue | undefined> {
    const key = this.#keys.board(board);
    return readBoardValue(board, await this.#options.redis.run((client) => client.get(key)));
  }

  /** Up to `limit` boards, those changed last first. */
  async list(limit: number): Promise<BoardValue[]> {
    const found = new Map<string, BoardValue>();
    for (let at = 0; found.size < limit; at += PAGE) {
      const names = await this.#namesFrom(at);
      for (const value of await this.#read(names)) found.set(value.board, value);
      if (names.length < PAGE) break;
    }
    return [...found.values()].slice(0, limit);
  }

  /** `false` where there was none. */
  async remove(board: string): Promise<boolean> {
    const { redis, hub } = this.#options;
    const channel = this.#keys.board(board);
    const receivers = await redis.script(removeBoardScript, this.#keysOf(board), [board, channel]);
    if (receivers < 0) return false;
    hub.countPublished(channel, receivers);
    return true;
  }

  /** To be told of one board. To be closed. */
  watch(board: string): BoardWatch {
    const channel = this.#keys.board(board);
    return new BoardWatch({
      read: () => this.get(board),
      listen: (onPut, onMissed) =>
        this.#options.hub.listen(
          { channel },
          ({ payload }) => {
            const value = readBoardValue(board, payload.toString());
            if (value !== undefined) onPut(value);
          },
          onMissed,
        ),
    });
  }

  /** To be told of all boards. A board that expires is told by nobody: its last value says when. */
  listen({ onChange, onMissed }: BoardsListener): Listening {
    const start = this.#keys.board("");
    return this.#options.hub.listen(
      { pattern: `${escapePattern(start)}*` },
      ({ channel, payload }) => {
        const change = readBoardChange(channel.slice(start.length), payload.toString());
        if (change !== undefined) onChange(change);
      },
      onMissed,
    );
  }

  async #namesFrom(at: number): Promise<string[]> {
    const { redis } = this.#options;
    return await redis.run((client) => client.zrevrange(this.#keys.boardsByRevision, at, at + PAGE - 1));
  }

  async #read(names: readonly string[]): Promise<BoardValue[]> {
    if (names.length === 0) return [];
    const keys = names.map((name) => this.#keys.board(name));
    const contents = await this.#options.redis.run((client) => client.mget(...keys));
    return names.flatMap((name, at) => readBoardValue(name, contents[at] ?? null) ?? []);
  }

  #keysOf(board: string): string[] {
    const { boards, boardsByRevision, boardsRevision } = this.#keys;
    return [this.#keys.board(board), boards, boardsByRevision, boardsRevision];
  }
}

/** Taken literally by a pattern of Redis. */
function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, "\\$&");
}
