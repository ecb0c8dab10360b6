export { readDoorPayload } from "./door.ts";
export { readNotificationRequest } from "./edge.ts";
export { LIMITS } from "./limits.ts";
export { encodeNotification, type Notification, notificationSchema } from "./notification.ts";
export { parseJsonBytes } from "./parse-json.ts";
export type { FieldError, Parsed, ParseProblem, ProblemCode } from "./problem.ts";
