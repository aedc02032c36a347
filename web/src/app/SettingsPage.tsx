/** Settings: a menu of what one may keep or see, and its pages. On a phone the menu is a page of its own. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { useSignedIn } from "@/api/directory";
import { AssignDialog } from "@/features/chat/components/AssignDialog";
import type { QueueTab, RenderAssign } from "@/features/queues/components/QueuePage";
import { Empty } from "@/ui/Feedback";
import { useMedia } from "@/ui/useMedia";
import { settingsGroups } from "./settings-menu";
import styles from "./SettingsPage.module.css";

const ConnectionsPage = lazy(async () => ({
  default: (await import("@/features/connections/components/ConnectionsPage")).ConnectionsPage,
}));
const DeadLettersPage = lazy(async () => ({
  default: (await import("@/features/dead-letters/components/DeadLettersPage")).DeadLettersPage,
}));
const AuditPage = lazy(async () => ({
  default: (await import("@/features/audit/components/AuditPage")).AuditPage,
}));
const PrivacyPages = lazy(async () => ({
  default: (await import("@/features/privacy/components/PrivacyPages")).PrivacyPages,
}));
const SystemPage = lazy(async () => ({
  default: (await import("@/features/system/components/SystemPage")).SystemPage,
}));
const QueuesPage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuesPage")).QueuesPage,
}));
const QueuePage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuePage")).QueuePage,
}));
const NewQueuePage = lazy(async () => ({
  default: (await import("@/features/queues/components/QueuePage")).NewQueuePage,
}));
const LabelsPage = lazy(async () => ({
  default: (await import("@/features/labels/components/LabelsPage")).LabelsPage,
}));
const LabelPage = lazy(async () => ({
  default: (await import("@/features/labels/components/LabelPage")).LabelPage,
}));
const QuickRepliesPage = lazy(async () => ({
  default: (await import("@/features/quick-replies/components/QuickRepliesPage")).QuickRepliesPage,
}));
const QuickReplyPage = lazy(async () => ({
  default: (await import("@/features/quick-replies/components/QuickReplyPage")).QuickReplyPage,
}));
const TreesPage = lazy(async () => ({
  default: (await import("@/features/typifications/components/TreesPage")).TreesPage,
}));
const TreePage = lazy(async () => ({
  default: (await import("@/features/typifications/components/TreePage")).TreePage,
}));
const BreakTypesPage = lazy(async () => ({
  default: (await import("@/features/break-types/components/BreakTypesPage")).BreakTypesPage,
}));
const BreakTypePage = lazy(async () => ({
  default: (await import("@/features/break-types/components/BreakTypePage")).BreakTypePage,
}));
const ContentPoliciesPage = lazy(async () => ({
  default: (await import("@/features/content-policies/components/ContentPoliciesPage")).ContentPoliciesPage,
}));
const ContentPolicyPage = lazy(async () => ({
  default: (await import("@/features/content-policies/components/ContentPolicyPage")).ContentPolicyPage,
}));
const ApplicationsPage = lazy(async () => ({
  default: (await import("@/features/applications/components/ApplicationsPage")).ApplicationsPage,
}));
const ApplicationPage = lazy(async () => ({
  default: (await import("@/features/applications/components/ApplicationPage")).ApplicationPage,
}));
const UsersPage = lazy(async () => ({
  default: (await import("@/features/users/components/UsersPage")).UsersPage,
}));
const UserPage = lazy(async () => ({
  default: (await import("@/features/users/components/UserPage")).UserPage,
}));
const ImportPage = lazy(async () => ({
  default: (await import("@/features/users/components/ImportPage")).ImportPage,
}));
const GroupsPage = lazy(async () => ({
  default: (await import("@/features/users/components/GroupsPage")).GroupsPage,
}));
const GroupPage = lazy(async () => ({
  default: (await import("@/features/users/components/GroupPage")).GroupPage,
}));
const AuthorColoursPage = lazy(async () => ({
  default: (await import("@/features/author-colours/components/AuthorColoursPage")).AuthorColoursPage,
}));
const SecurityPage = lazy(async () => ({
  default: (await import("@/features/security/components/SecurityPage")).SecurityPage,
}));

const ProvidersPage = lazy(async () => ({
  default: (await import("@/features/identity-providers/components/ProvidersPage")).ProvidersPage,
}));
const ProviderPage = lazy(async () => ({
  default: (await import("@/features/identity-providers/components/ProviderPage")).ProviderPage,
}));
const FourEyesPage = lazy(async () => ({
  default: (await import("@/features/security/components/FourEyesPage")).FourEyesPage,
}));
const ChangesPage = lazy(async () => ({
  default: (await import("@/features/changes/components/ChangesPage")).ChangesPage,
}));

const RolesPage = lazy(async () => ({
  default: (await import("@/features/roles/components/RolesPage")).RolesPage,
}));
const RolePage = lazy(async () => ({
  default: (await import("@/features/roles/components/RolePage")).RolePage,
}));
const CompareRolesPage = lazy(async () => ({
  default: (await import("@/features/roles/components/CompareRolesPage")).CompareRolesPage,
}));
const AccessReviewPage = lazy(async () => ({
  default: (await import("@/features/roles/components/AccessReviewPage")).AccessReviewPage,
}));
const PersonAccessPage = lazy(async () => ({
  default: (await import("@/features/roles/components/PersonAccessPage")).PersonAccessPage,
}));

const AlertRulesPage = lazy(async () => ({
  default: (await import("@/features/alerts/components/AlertRulesPage")).AlertRulesPage,
}));

export function SettingsPage() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const phone = useMedia("phone");
  const [place] = useLocation();
  const groups = settingsGroups(me);
  const first = groups[0]?.items[0];
  const atMenu = place === "/settings";
  if (!first) return <Forbidden />;
  if (atMenu && !phone) return <Redirect to={first.href} replace />;
  return (
    <div className={styles.settings}>
      {atMenu || !phone ? (
        <nav className={styles.menu} aria-label={t("app.settings")}>
          {groups.map(({ name, items }) => (
            <section key={name} aria-label={t(`settings.group_${name}`)}>
              <h2>{t(`settings.group_${name}`)}</h2>
              {items.map(({ href, word }) => (
                <Link key={href} href={href} aria-current={place.startsWith(href) ? "page" : undefined}>
                  {t(word)}
                </Link>
              ))}
            </section>
          ))}
        </nav>
      ) : null}
      {atMenu ? <MenuMain /> : <Pages />}
    </div>
  );
}

/** On a phone the menu is all there is to see; readers still find one main part and one heading. */
function MenuMain() {
  const { t } = useTranslation();
  return (
    <main className="sr">
      <title>{t("settings.page_title")}</title>
      <h1>{t("app.settings")}</h1>
    </main>
  );
}

function Forbidden() {
  const { t } = useTranslation();
  return (
    <main className={styles.lone}>
      <h1 className="sr">{t("app.settings")}</h1>
      <Empty title={t("settings.forbidden_page")} />
    </main>
  );
}

const renderAssign: RenderAssign = (conversation, onAssign, onClose) => (
  <AssignDialog conversation={conversation} opened onClose={onClose} onAssign={onAssign} />
);

const queueTabs: Record<string, QueueTab> = { members: "members", facts: "facts" };

function Pages() {
  return (
    <Suspense fallback={<main className={styles.lone} />}>
      <Switch>
        <Route path="/settings/connections" component={ConnectionsPage} />
        <Route path="/settings/dead-letters" component={DeadLettersPage} />
        <Route path="/settings/audit" component={AuditPage} />
        <Route path="/settings/privacy/*?" component={PrivacyPages} />
        <Route path="/settings/system" component={SystemPage} />
        <Route path="/settings/queues" component={QueuesPage} />
        <Route path="/settings/queues/new" component={NewQueuePage} />
        <Route path="/settings/queues/:id/:tab?">
          {({ id, tab }) => (
            <QueuePage key={id} id={id} tab={queueTabs[tab ?? ""] ?? "now"} renderAssign={renderAssign} />
          )}
        </Route>
        <Route path="/settings/alerts/:role?">{({ role }) => <AlertRulesPage role={role ?? null} />}</Route>
        <Route path="/settings/breaks">
          <Redirect to="/settings/break-types" replace />
        </Route>
        <Route path="/settings/break-types" component={BreakTypesPage} />
        <Route path="/settings/break-types/:id">
          {({ id }) => <BreakTypePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/content-policies" component={ContentPoliciesPage} />
        <Route path="/settings/content-policies/:id">
          {({ id }) => <ContentPolicyPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/applications" component={ApplicationsPage} />
        <Route path="/settings/applications/:id">
          {({ id }) => <ApplicationPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/security" component={SecurityPage} />
        <Route path="/settings/identity-providers" component={ProvidersPage} />
        <Route path="/settings/identity-providers/:id">
          {({ id }) => <ProviderPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/security/four-eyes" component={FourEyesPage} />
        <Route path="/settings/changes" component={ChangesPage} />
        <Route path="/settings/users" component={UsersPage} />
        <Route path="/settings/users/import" component={ImportPage} />
        <Route path="/settings/users/:id">
          {({ id }) => <UserPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/groups" component={GroupsPage} />
        <Route path="/settings/groups/:id">
          {({ id }) => <GroupPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/author-colours" component={AuthorColoursPage} />
        <Route path="/settings/labels" component={LabelsPage} />
        <Route path="/settings/labels/:id">
          {({ id }) => <LabelPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/roles" component={RolesPage} />
        <Route path="/settings/roles/review" component={AccessReviewPage} />
        <Route path="/settings/roles/compare" component={CompareRolesPage} />
        <Route path="/settings/roles/person/:id">{({ id }) => <PersonAccessPage key={id} id={id} />}</Route>
        <Route path="/settings/roles/:id">
          {({ id }) => <RolePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/quick-replies" component={QuickRepliesPage} />
        <Route path="/settings/quick-replies/:id">
          {({ id }) => <QuickReplyPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/typifications" component={TreesPage} />
        <Route path="/settings/typifications/:id">
          {({ id }) => <TreePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route>
          <Redirect to="/settings" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
