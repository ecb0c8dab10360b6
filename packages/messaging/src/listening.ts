/** What a listener holds: until `close` it is told, from the moment `ready` resolves. */
export type Listening = {
  /**
   * Resolves when everything that happens from then on will be told; waits for Redis while it is away. Never rejects,
   * and resolves too when it is closed before.
   */
  ready: Promise<void>;
  /** Tells nothing more. May be called twice. */
  close(): void;
};
