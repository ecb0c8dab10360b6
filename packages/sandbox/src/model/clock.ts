/** Whole milliseconds on a clock that never jumps; only differences mean anything. */
export type Clock = () => number;

export const monotonicMs: Clock = () => Math.trunc(performance.now());
