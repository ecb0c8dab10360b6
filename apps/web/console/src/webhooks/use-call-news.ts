import { useNow } from "../parts/use-now.ts";

const LOOK_AGAIN_MS = 2_000;

/** Another text every two seconds: nobody tells the page of calls. */
export function useCallNews(): string {
  return String(Math.floor(useNow() / LOOK_AGAIN_MS));
}
