export type RedisSteadinessOptions = {
  leaseMs: number;
  /** A clock that never jumps; it stands still while the machine sleeps. */
  nowMs?: () => number;
  /** The time of day, which goes on while the machine sleeps. */
  wallMs?: () => number;
};

/** Others may come back from a trouble later than this bot: a reconnect waits for up to 1.1 s, and then takes its time. */
const RECONNECT_MS = 2000;

/**
 * Whether Redis has answered this bot without trouble for one full lease, and a little longer. Only then a lease that ran
 * out says that its owner is gone: during a pause of Redis, of this process or of the whole machine nobody could renew,
 * and everybody gets a full lease to do so before anything is claimed.
 *
 * To be told of every answer and every trouble, at least every quarter of a lease.
 */
export class RedisSteadiness {
  readonly #nowMs: () => number;
  readonly #wallMs: () => number;
  readonly #leaseMs: number;
  #steadySinceMs: number | undefined;
  #lastLook: { nowMs: number; wallMs: number };

  constructor({
    leaseMs,
    nowMs = () => performance.now(),
    wallMs = () => Date.now(),
  }: RedisSteadinessOptions) {
    this.#leaseMs = leaseMs;
    this.#nowMs = nowMs;
    this.#wallMs = wallMs;
    this.#lastLook = { nowMs: nowMs(), wallMs: wallMs() };
  }

  /** Redis answered a command that was sent `tookMs` ago. */
  noteAnswer(tookMs: number): void {
    this.#look();
    // An answer so late came after a pause.
    if (tookMs > this.#leaseMs / 2) this.noteTrouble();
    else this.#steadySinceMs ??= this.#nowMs();
  }

  noteTrouble(): void {
    this.#steadySinceMs = undefined;
  }

  get isSteady(): boolean {
    this.#look();
    if (this.#steadySinceMs === undefined) return false;
    return this.#nowMs() - this.#steadySinceMs >= this.#leaseMs + RECONNECT_MS;
  }

  /** A gap between two looks is a pause of this process; a time of day that ran ahead is one of the machine. */
  #look(): void {
    const look = { nowMs: this.#nowMs(), wallMs: this.#wallMs() };
    const gapMs = look.nowMs - this.#lastLook.nowMs;
    const wallGapMs = look.wallMs - this.#lastLook.wallMs;
    if (Math.max(gapMs, wallGapMs) > this.#leaseMs / 2) this.noteTrouble();
    this.#lastLook = look;
  }
}
