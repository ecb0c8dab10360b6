export const VALID = '{"user_id":42,"message":"hi"}';

/** A notification whose user_id is written like this. */
export function userId(json: string): string {
  return `{"user_id":${json},"message":"hi"}`;
}

/** A notification whose message is written like this. */
export function message(json: string): string {
  return `{"user_id":42,"message":${json}}`;
}

/** A good notification with more members after the two. */
export function more(members: string): string {
  return `{"user_id":42,"message":"hi",${members}}`;
}
