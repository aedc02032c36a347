/** What stands in the menu of settings for whom: the screen hides what the API refuses. */
import type { Me } from "@/api/types";

const groups = [
  {
    name: "channels",
    items: [{ href: "/settings/connections", word: "app.connections", needs: "connections.read" }],
  },
  {
    name: "attention",
    items: [
      { href: "/settings/queues", word: "queues.title", needs: "users.read" },
      { href: "/settings/labels", word: "labels.title", needs: "labels.manage" },
      { href: "/settings/quick-replies", word: "quick_replies.title", needs: "quick_replies.manage" },
      { href: "/settings/typifications", word: "typify.settings", needs: "typifications.manage" },
      { href: "/settings/alerts", word: "alerts.rules_title", needs: "alert_rules.manage" },
      { href: "/settings/break-types", word: "breaks.title", needs: "break_types.read" },
      { href: "/settings/content-policies", word: "content.title", needs: "content_policies.manage" },
      { href: "/settings/author-colours", word: "colours.title", needs: "author_colours.manage" },
    ],
  },
  {
    name: "people",
    items: [
      { href: "/settings/users", word: "users.title", needs: "users.read" },
      { href: "/settings/groups", word: "groups.title", needs: "users.manage" },
      { href: "/settings/roles", word: "roles.title", needs: "roles.read" },
    ],
  },
  {
    name: "system",
    items: [
      { href: "/settings/applications", word: "applications.title", needs: "applications.manage" },
      { href: "/settings/security", word: "security.title", needs: "security.manage" },
      { href: "/settings/identity-providers", word: "providers.title", needs: "security.manage" },
      { href: "/settings/changes", word: "changes.title", needs: "changes.approve" },
      { href: "/settings/dead-letters", word: "app.dead_letters", needs: "dead_letters.manage" },
      { href: "/settings/privacy", word: "privacy.title", needs: "privacy.manage" },
      { href: "/settings/audit", word: "audit.title", needs: "audit.read" },
      { href: "/settings/system", word: "app.system", needs: "connections.manage" },
    ],
  },
] as const;

export function settingsGroups(me: Me) {
  return groups
    .map(({ name, items }) => ({ name, items: items.filter(({ needs }) => me.permissions.includes(needs)) }))
    .filter(({ items }) => items.length > 0);
}
