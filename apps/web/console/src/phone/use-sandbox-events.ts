import { useEffect, useRef, useState } from "react";
import { parseSandboxEvent, SANDBOX_EVENTS, type SandboxEvent } from "../api/sandbox.ts";

/** `closed`: not wanted now; `opening`: not yet or not any more; `live`: events arrive. */
export type StreamState = "closed" | "opening" | "live";

export type StreamListener = {
  /** The stream is open: what is read from now on misses nothing. */
  onOpen(): void;
  onEvent(event: SandboxEvent): void;
  /** The stream broke; it is opened again when this resolves. */
  onBroken(): Promise<void>;
};

const REOPEN_MS = 1_500;

/** Keeps the sandbox's event stream open while `wanted`, and opens it again whenever it breaks. */
export function useSandboxEvents(wanted: boolean, listener: StreamListener): StreamState {
  const [state, setState] = useState<StreamState>("closed");
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });

  useEffect(() => {
    if (!wanted) return setState("closed");
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const reopen = async (): Promise<void> => {
      await latest.current.onBroken();
      if (!over) open();
    };
    const open = (): void => {
      setState("opening");
      source = openSource(latest, setState, () => {
        setState("opening");
        timer = setTimeout(() => void reopen(), REOPEN_MS);
      });
    };
    open();
    return () => {
      over = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [wanted]);

  return state;
}

/** The browser gives up by itself on some errors and not on others; here every error closes the stream. */
function openSource(
  listener: { current: StreamListener },
  setState: (state: StreamState) => void,
  onError: () => void,
): EventSource {
  const source = new EventSource(SANDBOX_EVENTS);
  source.onopen = () => {
    setState("live");
    listener.current.onOpen();
  };
  source.onerror = () => {
    source.close();
    onError();
  };
  for (const type of ["message", "edited", "chat"] as const) {
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      const event = parseSandboxEvent(type, data);
      if (event !== undefined) listener.current.onEvent(event);
    });
  }
  return source;
}
