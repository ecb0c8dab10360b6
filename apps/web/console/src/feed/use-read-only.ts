import { useFeed } from "./use-feed.ts";

/** Whether this page may change nothing. */
export function useReadOnly(): boolean {
  return useFeed((state) => state.hello?.readOnly === true);
}
