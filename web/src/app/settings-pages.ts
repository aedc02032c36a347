/** The pages of settings, each fetched when it is first opened. */
import { lazy } from "react";

export const ConnectionsPage = lazy(async () => ({
  default: (await import("@/features/connections/components/ConnectionsPage")).ConnectionsPage,
}));
export const DeadLettersPage = lazy(async () => ({
  default: (await import("@/features/dead-letters/components/DeadLettersPage")).DeadLettersPage,
}));
export const AuditPage = lazy(async () => ({
  default: (await import("@/features/audit/components/AuditPage")).AuditPage,
}));
export const PrivacyPages = lazy(async () => ({
  default: (await import("@/features/privacy/components/PrivacyPages")).PrivacyPages,
}));
export const SystemPage = lazy(async () => ({
  default: (await import("@/features/system/components/SystemPage")).SystemPage,
}));
export const QueuesPage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuesPage")).QueuesPage,
}));
export const QueuePage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuePage")).QueuePage,
}));
export const NewQueuePage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuePage")).NewQueuePage,
}));
export const LabelsPage = lazy(async () => ({
  default: (await import("@/features/labels/components/LabelsPage")).LabelsPage,
}));
export const LabelPage = lazy(async () => ({
  default: (await import("@/features/labels/components/LabelPage")).LabelPage,
}));
export const QuickRepliesPage = lazy(async () => ({
  default: (await import("@/features/quick-replies/components/QuickRepliesPage")).QuickRepliesPage,
}));
export const QuickReplyPage = lazy(async () => ({
  default: (await import("@/features/quick-replies/components/QuickReplyPage")).QuickReplyPage,
}));
export const TreesPage = lazy(async () => ({
  default: (await import("@/features/typifications/components/TreesPage")).TreesPage,
}));
export const TreePage = lazy(async () => ({
  default: (await import("@/features/typifications/components/TreePage")).TreePage,
}));
export const BreakTypesPage = lazy(async () => ({
  default: (await import("@/features/break-types/components/BreakTypesPage")).BreakTypesPage,
}));
export const BreakTypePage = lazy(async () => ({
  default: (await import("@/features/break-types/components/BreakTypePage")).BreakTypePage,
}));
export const ContentPoliciesPage = lazy(async () => ({
  default: (await import("@/features/content-policies/components/ContentPoliciesPage")).ContentPoliciesPage,
}));
export const ContentPolicyPage = lazy(async () => ({
  default: (await import("@/features/content-policies/components/ContentPolicyPage")).ContentPolicyPage,
}));
export const ApplicationsPage = lazy(async () => ({
  default: (await import("@/features/applications/components/ApplicationsPage")).ApplicationsPage,
}));
export const ApplicationPage = lazy(async () => ({
  default: (await import("@/features/applications/components/ApplicationPage")).ApplicationPage,
}));
export const UsersPage = lazy(async () => ({
  default: (await import("@/features/users/components/UsersPage")).UsersPage,
}));
export const UserPage = lazy(async () => ({
  default: (await import("@/features/users/components/UserPage")).UserPage,
}));
export const ImportPage = lazy(async () => ({
  default: (await import("@/features/users/components/ImportPage")).ImportPage,
}));
export const GroupsPage = lazy(async () => ({
  default: (await import("@/features/users/components/GroupsPage")).GroupsPage,
}));
export const GroupPage = lazy(async () => ({
  default: (await import("@/features/users/components/GroupPage")).GroupPage,
}));
export const AuthorColoursPage = lazy(async () => ({
  default: (await import("@/features/author-colours/components/AuthorColoursPage")).AuthorColoursPage,
}));
export const SecurityPage = lazy(async () => ({
  default: (await import("@/features/security/components/SecurityPage")).SecurityPage,
}));
export const ProvidersPage = lazy(async () => ({
  default: (await import("@/features/identity-providers/components/ProvidersPage")).ProvidersPage,
}));
export const ProviderPage = lazy(async () => ({
  default: (await import("@/features/identity-providers/components/ProviderPage")).ProviderPage,
}));
export const FourEyesPage = lazy(async () => ({
  default: (await import("@/features/security/components/FourEyesPage")).FourEyesPage,
}));
export const ChangesPage = lazy(async () => ({
  default: (await import("@/features/changes/components/ChangesPage")).ChangesPage,
}));
export const RolesPage = lazy(async () => ({
  default: (await import("@/features/roles/components/RolesPage")).RolesPage,
}));
export const RolePage = lazy(async () => ({
  default: (await import("@/features/roles/components/RolePage")).RolePage,
}));
export const CompareRolesPage = lazy(async () => ({
  default: (await import("@/features/roles/components/CompareRolesPage")).CompareRolesPage,
}));
export const AccessReviewPage = lazy(async () => ({
  default: (await import("@/features/roles/components/AccessReviewPage")).AccessReviewPage,
}));
export const PersonAccessPage = lazy(async () => ({
  default: (await import("@/features/roles/components/PersonAccessPage")).PersonAccessPage,
}));
export const AlertRulesPage = lazy(async () => ({
  default: (await import("@/features/alerts/components/AlertRulesPage")).AlertRulesPage,
}));
