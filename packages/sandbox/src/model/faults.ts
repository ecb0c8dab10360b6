/** Every kind of trouble there is; the README says what each one does to a call. */
export const faultKinds = [
  "429",
  "403",
  "400",
  "migrate",
  "401",
  "5xx_json",
  "5xx_html",
  "200_html",
  "reset_before",
  "reset_after",
  "truncated",
  "hang",
  "delay",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault as it is asked for, in the control API's own shape. */
export interface Fault {
  kind: FaultKind;
  /** Only calls about this chat; omitted: every chat. */
  chat_id?: number;
  /** Only this method, or `*` for all; omitted: `sendMessage`. */
  method?: string;
  /** The next so many calls; omitted: until deleted. */
  count?: number;
  /** `429`: seconds, default 1. */
  retry_after?: number;
  /** `delay`: default 1,000. */
  delay_ms?: number;
  /** Instead of Telegram's usual words, on the kinds that answer with a refusal. */
  description?: string;
  /** `migrate`: the group's new id, required there. */
  migrate_to_chat_id?: number;
}

export interface FaultView extends Fault {
  fault_id: number;
  method: string;
  /** Calls it has spoiled so far. */
  hits: number;
  /** Calls still to spoil; null: until deleted. */
  remaining: number | null;
}

/** Scripted trouble. The oldest fault that matches a call is taken; one that has spent its count is gone. */
export class FaultBook {
  readonly #max: number;
  readonly #faults: FaultView[] = [];
  #nextId = 1;

  constructor(max: number) {
    this.#max = max;
  }

  get isFull(): boolean {
    return this.#faults.length >= this.#max;
  }

  add(fault: Fault): FaultView {
    const view: FaultView = {
      ...fault,
      fault_id: this.#nextId,
      method: fault.method ?? "sendMessage",
      hits: 0,
      remaining: fault.count ?? null,
    };
    this.#nextId += 1;
    this.#faults.push(view);
    return { ...view };
  }

  /** The fault this call meets, spent by one, or undefined. `chatId` is undefined for a call that names no chat. */
  take(method: string, chatId: number | undefined): FaultView | undefined {
    if (this.#faults.length === 0) return undefined;
    const wanted = method.toLowerCase();
    const index = this.#faults.findIndex((fault) => matches(fault, wanted, chatId));
    const fault = this.#faults[index];
    if (fault === undefined) return undefined;
    fault.hits += 1;
    if (fault.remaining !== null) {
      fault.remaining -= 1;
      if (fault.remaining <= 0) this.#faults.splice(index, 1);
    }
    return fault;
  }

  list(): FaultView[] {
    return this.#faults.map((fault) => ({ ...fault }));
  }

  /** Returns whether there was one. */
  remove(faultId: number): boolean {
    const index = this.#faults.findIndex((fault) => fault.fault_id === faultId);
    if (index < 0) return false;
    this.#faults.splice(index, 1);
    return true;
  }

  clear(): void {
    this.#faults.length = 0;
  }
}

function matches(fault: FaultView, method: string, chatId: number | undefined): boolean {
  if (fault.chat_id !== undefined && fault.chat_id !== chatId) return false;
  return fault.method === "*" || fault.method.toLowerCase() === method;
}

/** What is wrong with a fault beyond its types, in words; undefined when nothing is. */
export function faultProblem(fault: Fault): string | undefined {
  if (fault.kind === "migrate" && fault.migrate_to_chat_id === undefined) {
    return "A migrate fault needs migrate_to_chat_id, the group's new id.";
  }
  return undefined;
}
