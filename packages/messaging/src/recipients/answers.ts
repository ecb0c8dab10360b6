export type LinkAnswer =
  | { kind: "created"; token: string; expiresAtMs: number }
  /** There are as many unexpired links as there may be. */
  | { kind: "full" };

export type RedeemAnswer =
  /** `released`: so many notifications wait no longer because of it. */
  | { kind: "linked"; userId: string; released: number }
  /** This chat used the token before: an update that came twice. */
  | { kind: "again"; userId: string }
  | { kind: "used" }
  /** There never was one, or it is expired. */
  | { kind: "unknown" }
  /** A link for groups in a private chat, or the reverse; it stays usable. */
  | { kind: "wrong_chat" }
  /** The recipient has as many chats as it may have, or the chat as many recipients; the link stays usable. */
  | { kind: "full" };

export type UnlinkAnswer =
  /** What waited there for this recipient alone. */
  { kind: "unlinked"; parked: number; cancelled: number } | { kind: "not_linked" };
