/** What the bot says in a chat, in one language. All of it is plain text. */
export type Texts = {
  /** The commands as Telegram lists them, in this order; without what may follow them. */
  commands: Readonly<Record<CommandName, string>>;
  help: (list: string) => string;
  greeting: {
    /** Notifications for the chat's own id arrive here. */
    direct: (chatId: string, isGroup: boolean) => string;
    linked: string;
    /** No account is connected, and nothing arrives before that. */
    unlinked: string;
    suspended: string;
  };
  /** What was parked and goes on now. */
  released: (count: number) => string;
  link: { linked: string; used: string; unknown: string; forGroup: string; forPrivate: string; full: string };
  stopped: string;
  muted: (duration: string) => string;
  muteUnclear: string;
  unmuted: string;
  quiet: (hours: string) => string;
  /** The zone was not said and none is known. */
  quietInUtc: string;
  quietOff: string;
  quietUnclear: string;
  zoneUnknown: string;
  status: {
    accounts: (count: number) => string;
    direct: (chatId: string) => string;
    stopped: string;
    suspended: string;
    muted: (duration: string) => string;
    quiet: (hours: string) => string;
    waiting: (count: number) => string;
    categories: string;
  };
  tapped: (category: string, isWanted: boolean) => string;
  categoryGone: string;
  /** Redis did not do what was asked. */
  trouble: string;
  duration: { days: (count: number) => string; hours: string; minutes: string };
};

export type CommandName = "start" | "stop" | "status" | "mute" | "unmute" | "quiet" | "help";

const english: Texts = {
  commands: {
    start: "get notifications here",
    stop: "get none any more",
    status: "what is set, and categories to turn on and off",
    mute: "only urgent ones for a while, such as /mute 2h",
    unmute: "all of them again",
    quiet: "hours of rest, such as /quiet 22:00-07:00 Europe/Berlin",
    help: "this list",
  },
  help: (list) => `I bring you notifications.\n\n${list}`,
  greeting: {
    direct: (chatId, isGroup) =>
      `Hello! From now on your notifications arrive here.\n${isGroup ? "The user id of this chat" : "Your user id"} is ${chatId}.`,
    linked: "Hello! Your notifications arrive here.",
    unlinked: "Hello! This chat is not connected to an account yet. Open the link that the app gives you.",
    suspended: "Hello! Notifications to this chat are suspended. Ask whoever runs the app.",
  },
  released: (count) =>
    count === 1 ? "One notification has waited for you." : `${count} notifications have waited for you.`,
  link: {
    linked: "Connected: your notifications arrive here from now on.",
    used: "This link has been used already. Ask the app for a new one.",
    unknown: "This link is not valid, or no longer. Ask the app for a new one.",
    forGroup: "This link is for a group: open it and choose one.",
    forPrivate: "This link is for you alone: open it in a chat with me, not in a group.",
    full: "There are too many connections already. Remove one in the app, then open the link again.",
  },
  stopped: "You get no notifications any more. What comes is kept for some days, and /start brings it.",
  muted: (duration) =>
    `For ${duration} only urgent notifications come; the others follow after that. /unmute ends it.`,
  muteUnclear: "Say for how long, at most 7 days: /mute 30m, /mute 2h or /mute 1d. /mute alone is one hour.",
  unmuted: "All notifications come again.",
  quiet: (hours) =>
    `Quiet hours: ${hours}. Then only urgent notifications come; the others follow after that. /quiet off ends it.`,
  quietInUtc:
    "I do not know your time zone, so these are hours of UTC. Name it: /quiet 22:00-07:00 Europe/Berlin",
  quietOff: "There are no quiet hours any more.",
  quietUnclear: "Say from when to when: /quiet 22:00-07:00 Europe/Berlin. /quiet off ends it.",
  zoneUnknown: "I do not know this time zone. Name it like Europe/Berlin or America/New_York.",
  status: {
    accounts: (count) => {
      if (count === 0) return "This chat is not connected to an account.";
      return `This chat is connected to ${count === 1 ? "one account" : `${count} accounts`}.`;
    },
    direct: (chatId) => `Notifications for the user id ${chatId} arrive here.`,
    stopped: "You get no notifications. /start brings them back.",
    suspended: "Notifications to this chat are suspended. Ask whoever runs the app.",
    muted: (duration) => `Only urgent ones for another ${duration}. /unmute ends it.`,
    quiet: (hours) => `Quiet hours: ${hours}.`,
    waiting: (count) => (count === 1 ? "One notification waits." : `${count} notifications wait.`),
    categories: "Tap a category to turn it off or on.",
  },
  tapped: (category, isWanted) => `${category}: ${isWanted ? "on" : "off"}`,
  categoryGone: "This category is not there any more.",
  trouble: "That did not work just now. Please try it again in a minute.",
  duration: { days: (count) => (count === 1 ? "1 day" : `${count} days`), hours: "h", minutes: "min" },
};

const german: Texts = {
  commands: {
    start: "Benachrichtigungen hier bekommen",
    stop: "keine mehr bekommen",
    status: "was eingestellt ist, und Kategorien zum An- und Abschalten",
    mute: "eine Zeit lang nur dringende, etwa /mute 2h",
    unmute: "wieder alle",
    quiet: "Ruhezeit, etwa /quiet 22:00-07:00 Europe/Berlin",
    help: "diese Liste",
  },
  help: (list) => `Ich bringe dir Benachrichtigungen.\n\n${list}`,
  greeting: {
    direct: (chatId, isGroup) =>
      `Hallo! Ab jetzt kommen deine Benachrichtigungen hier an.\n${isGroup ? "Die Kennung dieses Chats" : "Deine Kennung"} ist ${chatId}.`,
    linked: "Hallo! Deine Benachrichtigungen kommen hier an.",
    unlinked: "Hallo! Dieser Chat ist noch mit keinem Konto verbunden. Öffne den Link, den die App dir gibt.",
    suspended: "Hallo! Benachrichtigungen an diesen Chat sind gesperrt. Frage den Betreiber der App.",
  },
  released: (count) =>
    count === 1
      ? "Eine Benachrichtigung hat auf dich gewartet."
      : `${count} Benachrichtigungen haben auf dich gewartet.`,
  link: {
    linked: "Verbunden: Ab jetzt kommen deine Benachrichtigungen hier an.",
    used: "Dieser Link wurde schon benutzt. Hole dir in der App einen neuen.",
    unknown: "Dieser Link gilt nicht oder nicht mehr. Hole dir in der App einen neuen.",
    forGroup: "Dieser Link ist für eine Gruppe: Öffne ihn und wähle eine aus.",
    forPrivate: "Dieser Link ist nur für dich: Öffne ihn im Chat mit mir, nicht in einer Gruppe.",
    full: "Es gibt schon zu viele Verbindungen. Entferne eine in der App und öffne den Link dann noch einmal.",
  },
  stopped:
    "Du bekommst keine Benachrichtigungen mehr. Was kommt, wird einige Tage aufgehoben, und /start bringt es dir.",
  muted: (duration) =>
    `Für ${duration} kommen nur dringende Benachrichtigungen, die anderen danach. /unmute beendet das.`,
  muteUnclear:
    "Sage, wie lange, höchstens 7 Tage: /mute 30m, /mute 2h oder /mute 1d. /mute allein ist eine Stunde.",
  unmuted: "Es kommen wieder alle Benachrichtigungen.",
  quiet: (hours) =>
    `Ruhezeit: ${hours}. Dann kommen nur dringende Benachrichtigungen, die anderen danach. /quiet off beendet das.`,
  quietInUtc: "Ich kenne deine Zeitzone nicht, darum gilt UTC. Nenne sie: /quiet 22:00-07:00 Europe/Berlin",
  quietOff: "Es gibt keine Ruhezeit mehr.",
  quietUnclear: "Sage, von wann bis wann: /quiet 22:00-07:00 Europe/Berlin. /quiet off beendet das.",
  zoneUnknown: "Diese Zeitzone kenne ich nicht. Nenne sie wie Europe/Berlin oder America/New_York.",
  status: {
    accounts: (count) => {
      if (count === 0) return "Dieser Chat ist mit keinem Konto verbunden.";
      return `Dieser Chat ist mit ${count === 1 ? "einem Konto" : `${count} Konten`} verbunden.`;
    },
    direct: (chatId) => `Benachrichtigungen für die Kennung ${chatId} kommen hier an.`,
    stopped: "Du bekommst keine Benachrichtigungen. /start bringt sie zurück.",
    suspended: "Benachrichtigungen an diesen Chat sind gesperrt. Frage den Betreiber der App.",
    muted: (duration) => `Noch ${duration} nur dringende. /unmute beendet das.`,
    quiet: (hours) => `Ruhezeit: ${hours}.`,
    waiting: (count) =>
      count === 1 ? "Eine Benachrichtigung wartet." : `${count} Benachrichtigungen warten.`,
    categories: "Tippe auf eine Kategorie, um sie ab- oder anzuschalten.",
  },
  tapped: (category, isWanted) => `${category}: ${isWanted ? "an" : "aus"}`,
  categoryGone: "Diese Kategorie gibt es nicht mehr.",
  trouble: "Das hat gerade nicht geklappt. Bitte versuche es in einer Minute noch einmal.",
  duration: {
    days: (count) => (count === 1 ? "1 Tag" : `${count} Tage`),
    hours: "Std.",
    minutes: "Min.",
  },
};

/** Every language, by the code that Telegram knows it by; `default` is for everybody else. */
export const LANGUAGES: readonly { code: "default" | "de"; texts: Texts }[] = [
  { code: "default", texts: english },
  { code: "de", texts: german },
];

/** @param language of the person's Telegram, an IETF tag; many do not say it */
export function textsFor(language: string | undefined): Texts {
  return /^de(?:[-_]|$)/i.test(language ?? "") ? german : english;
}
