import { useEffect, useState } from "react";
import { type Channels, readChannels } from "../api/channels.ts";
import { useFeed } from "../feed/index.ts";
import type { Guard } from "./guard.ts";

/** Redis tells nobody when its channels change: it is asked again after so long. */
const LOOK_AGAIN_MS = 2_000;

/** The channels of Redis, kept current while web is there. */
export function useChannels(guard: Guard): Channels | undefined {
  const [channels, setChannels] = useState<Channels>();
  const live = useFeed((state) => state.connection === "live");

  useEffect(() => {
    if (!live) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const answer = document.visibilityState === "visible" ? await guard(readChannels()) : undefined;
      if (over) return;
      if (answer?.ok) setChannels(answer.value);
      timer = setTimeout(() => void read(), LOOK_AGAIN_MS);
    };
    void read();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [live, guard]);

  return channels;
}
