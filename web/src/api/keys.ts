/** Names of everything kept in the query cache. */
export const keys = {
  me: ["me"] as const,
  users: ["users"] as const,
  views: ["views"] as const,
  queues: ["queues"] as const,
  counters: ["conversations", "counters"] as const,
  countersOf: (filters: object) => ["conversations", "counters", filters] as const,
  lists: ["conversations", "list"] as const,
  list: (tray: string, filters: object) => ["conversations", "list", tray, filters] as const,
  conversation: (id: string) => ["conversations", "one", id] as const,
  history: (id: string) => ["conversations", "history", id] as const,
  messages: (id: string) => ["messages", id] as const,
  connections: ["connections"] as const,
  notices: (appId: string) => ["provider-notices", appId] as const,
  deadLetters: ["dead-letters"] as const,
  health: ["health"] as const,
};
