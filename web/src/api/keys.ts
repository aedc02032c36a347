/** Names of everything kept in the query cache. */
export const keys = {
  me: ["me"] as const,
  users: ["users"] as const,
  queues: ["queues"] as const,
  counters: ["conversations", "counters"] as const,
  lists: ["conversations", "list"] as const,
  list: (tray: string) => ["conversations", "list", tray] as const,
  conversation: (id: string) => ["conversations", "one", id] as const,
  history: (id: string) => ["conversations", "history", id] as const,
  messages: (id: string) => ["messages", id] as const,
  connections: ["connections"] as const,
  startable: ["connections", "startable"] as const,
  templates: (connectionId: string) => ["templates", connectionId] as const,
  notices: (appId: string) => ["provider-notices", appId] as const,
  deadLetters: ["dead-letters"] as const,
  health: ["health"] as const,
};
