/** Settings: a menu of what one may keep or see, and its pages. On a phone the menu is a page of its own. */
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { useSignedIn } from "@/api/directory";
import { AssignDialog } from "@/features/chat/components/AssignDialog";
import type { QueueTab, RenderAssign } from "@/features/queues/components/QueuePage";
import { Empty } from "@/ui/Feedback";
import { useMedia } from "@/ui/useMedia";
import { settingsGroups } from "./settings-menu";
import * as pages from "./settings-pages";
import styles from "./SettingsPage.module.css";

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
        <Route path="/settings/connections" component={pages.ConnectionsPage} />
        <Route path="/settings/dead-letters" component={pages.DeadLettersPage} />
        <Route path="/settings/audit" component={pages.AuditPage} />
        <Route path="/settings/privacy/*?" component={pages.PrivacyPages} />
        <Route path="/settings/system" component={pages.SystemPage} />
        <Route path="/settings/queues" component={pages.QueuesPage} />
        <Route path="/settings/queues/new" component={pages.NewQueuePage} />
        <Route path="/settings/queues/:id/:tab?">
          {({ id, tab }) => (
            <pages.QueuePage
              key={id}
              id={id}
              tab={queueTabs[tab ?? ""] ?? "now"}
              renderAssign={renderAssign}
            />
          )}
        </Route>
        <Route path="/settings/alerts/:role?">
          {({ role }) => <pages.AlertRulesPage role={role ?? null} />}
        </Route>
        <Route path="/settings/breaks">
          <Redirect to="/settings/break-types" replace />
        </Route>
        <Route path="/settings/break-types" component={pages.BreakTypesPage} />
        <Route path="/settings/break-types/:id">
          {({ id }) => <pages.BreakTypePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/content-policies" component={pages.ContentPoliciesPage} />
        <Route path="/settings/content-policies/:id">
          {({ id }) => <pages.ContentPolicyPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/applications" component={pages.ApplicationsPage} />
        <Route path="/settings/applications/:id">
          {({ id }) => <pages.ApplicationPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/security" component={pages.SecurityPage} />
        <Route path="/settings/identity-providers" component={pages.ProvidersPage} />
        <Route path="/settings/identity-providers/:id">
          {({ id }) => <pages.ProviderPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/security/four-eyes" component={pages.FourEyesPage} />
        <Route path="/settings/changes" component={pages.ChangesPage} />
        <Route path="/settings/users" component={pages.UsersPage} />
        <Route path="/settings/users/import" component={pages.ImportPage} />
        <Route path="/settings/users/:id">
          {({ id }) => <pages.UserPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/groups" component={pages.GroupsPage} />
        <Route path="/settings/groups/:id">
          {({ id }) => <pages.GroupPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/author-colours" component={pages.AuthorColoursPage} />
        <Route path="/settings/labels" component={pages.LabelsPage} />
        <Route path="/settings/labels/:id">
          {({ id }) => <pages.LabelPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/roles" component={pages.RolesPage} />
        <Route path="/settings/roles/review" component={pages.AccessReviewPage} />
        <Route path="/settings/roles/compare" component={pages.CompareRolesPage} />
        <Route path="/settings/roles/person/:id">
          {({ id }) => <pages.PersonAccessPage key={id} id={id} />}
        </Route>
        <Route path="/settings/roles/:id">
          {({ id }) => <pages.RolePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/quick-replies" component={pages.QuickRepliesPage} />
        <Route path="/settings/quick-replies/:id">
          {({ id }) => <pages.QuickReplyPage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route path="/settings/typifications" component={pages.TreesPage} />
        <Route path="/settings/typifications/:id">
          {({ id }) => <pages.TreePage key={id} id={id === "new" ? null : id} />}
        </Route>
        <Route>
          <Redirect to="/settings" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
