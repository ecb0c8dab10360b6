/** Waits for work of Redis, but not longer than the request may: then it rejects with a RedisUnavailableError. */
export type Within = <Result>(work: Promise<Result>) => Promise<Result>;
