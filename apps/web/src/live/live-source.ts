/** Sends an event to everybody who is there. @param json on one line */
export type Tell = (event: string, json: string) => void;

/** One kind of what `GET /live` tells. It works only between `start` and `stop`, in turn. */
export type LiveSource = {
  readonly event: string;
  /** Somebody is there. Tells nothing before it returns. */
  start(tell: Tell): void;
  /** Nobody is there any more. */
  stop(): void;
  /** The JSON that whoever comes now is told first; undefined where there is nothing to tell yet. */
  beginning(): string | undefined;
};
