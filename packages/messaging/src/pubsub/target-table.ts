import type { Heard } from "./heard.ts";

export type TargetKind = "channel" | "pattern";

/** One who wants what comes on a target. Its functions must not throw. */
export type Receiver = {
  receive(heard: Heard): void;
  /** Redis has confirmed `target`; again after each time that it was lost. */
  confirmed(target: Target): void;
  /** The connection was lost, and with it every target. */
  lost(): void;
};

/**
 * A channel or a pattern, and those who want it. As Redis sees it, it is `on` (confirmed), `off`, or `unknown` (asked,
 * and not answered).
 */
export type Target = {
  readonly kind: TargetKind;
  readonly name: string;
  /** Replaced at each change, so that one fan-out keeps to those who were there when it began. */
  receivers: readonly Receiver[];
  seen: "on" | "off" | "unknown";
};

/** Targets to be asked for, or given up, in one command. */
export type TargetRequest = { verb: "subscribe" | "unsubscribe"; kind: TargetKind; targets: Target[] };

const REQUEST_MAX = 1000;

/** All targets that somebody wants, or that Redis may still count for us; and what is to be asked of Redis next. */
export class TargetTable {
  readonly #targets = { channel: new Map<string, Target>(), pattern: new Map<string, Target>() };
  /** Those that may not be as wanted. */
  readonly #due = new Set<Target>();
  /** Those that could not be asked for, until `retry`. */
  readonly #failed = new Set<Target>();

  /** What came in on `name` is for these. */
  receivers(kind: TargetKind, name: string): readonly Receiver[] {
    return this.#targets[kind].get(name)?.receivers ?? [];
  }

  /** All who want something, each perhaps more than once. */
  *everyone(): Generator<Receiver> {
    for (const targets of Object.values(this.#targets))
      for (const { receivers } of targets.values()) yield* receivers;
  }

  /** `receiver` wants `name` from now on. Confirmed at once where Redis has confirmed it already. */
  add(kind: TargetKind, name: string, receiver: Receiver): void {
    const target = this.#targets[kind].get(name) ?? { kind, name, receivers: [], seen: "off" };
    this.#targets[kind].set(name, target);
    target.receivers = [...target.receivers, receiver];
    if (target.seen === "on") receiver.confirmed(target);
    else this.#due.add(target);
  }

  remove(kind: TargetKind, name: string, receiver: Receiver): void {
    const target = this.#targets[kind].get(name);
    if (target === undefined) return;
    target.receivers = target.receivers.filter((one) => one !== receiver);
    if (target.receivers.length === 0) this.#due.add(target);
  }

  /** Takes out what is to be asked next; undefined when all is as wanted. To be answered by `settle` or `fail`. */
  nextRequest(): TargetRequest | undefined {
    let request: TargetRequest | undefined;
    for (const target of this.#due) {
      const verb = verbFor(target);
      if (verb !== undefined) {
        request ??= { verb, kind: target.kind, targets: [] };
        if (verb !== request.verb || target.kind !== request.kind) continue;
        request.targets.push(target);
        target.seen = "unknown";
      } else {
        this.#forgetUnwanted(target);
      }
      this.#due.delete(target);
      this.#failed.delete(target);
      if (request?.targets.length === REQUEST_MAX) break;
    }
    return request;
  }

  /** Redis did what was asked. */
  settle({ verb, targets }: TargetRequest): void {
    for (const target of targets) {
      target.seen = verb === "subscribe" ? "on" : "off";
      if (target.seen === "on") for (const receiver of target.receivers) receiver.confirmed(target);
      if (verbFor(target) !== undefined) this.#due.add(target);
      else this.#forgetUnwanted(target);
    }
  }

  /** Redis refused it, or did not say whether it was done. */
  fail({ targets }: TargetRequest): void {
    for (const target of targets) this.#failed.add(target);
  }

  /** What failed is due again. */
  retry(): void {
    for (const target of this.#failed) this.#due.add(target);
    this.#failed.clear();
  }

  /** Redis counts nothing for us any more. */
  lose(): void {
    this.#due.clear();
    this.#failed.clear();
    for (const targets of Object.values(this.#targets))
      for (const target of targets.values()) {
        target.seen = "off";
        if (target.receivers.length === 0) targets.delete(target.name);
        else this.#due.add(target);
      }
  }

  #forgetUnwanted(target: Target): void {
    const targets = this.#targets[target.kind];
    // Another one may have its name by now.
    if (target.receivers.length === 0 && targets.get(target.name) === target) targets.delete(target.name);
  }
}

function verbFor({ receivers, seen }: Target): "subscribe" | "unsubscribe" | undefined {
  if (receivers.length > 0) return seen === "on" ? undefined : "subscribe";
  return seen === "off" ? undefined : "unsubscribe";
}
