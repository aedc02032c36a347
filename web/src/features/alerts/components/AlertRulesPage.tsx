/** What the house says: for each role, by which ways it is told of what, and what people may choose otherwise. */
import { useTranslation } from "react-i18next";
import { Link, Redirect } from "wouter";
import type { AlertEvent, AlertRule } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { useRoleNames } from "@/settings/roles";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useRules, useSaveRule } from "../api/alerts";
import { allEvents, blankRule, inWords, type RuleValues, valuesOf } from "../api/rules";
import styles from "./Choices.module.css";
import { EventChoices } from "./EventChoices";

export function AlertRulesPage({ role }: { role: string | null }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const rules = useRules();
  const first = rules.data?.find(({ id }) => id === "agent") ?? rules.data?.[0];
  const rule = rules.data?.find(({ id }) => id === role);
  if (first && !rule) return <Redirect to={`/settings/alerts/${first.id}`} replace />;
  return (
    <main className={page.page}>
      <title>{t("alerts.rules_page_title")}</title>
      <div className={page.head}>
        <h1>{t("alerts.rules_title")}</h1>
      </div>
      {rules.isError && !rules.data ? (
        <Failure title={t("alerts.rule_failed")} error={rules.error} onRetry={() => void rules.refetch()} />
      ) : null}
      {rules.isPending ? (
        <AfterDelay>
          <div className={page.body}>
            <Bone width="60%" height={32} />
          </div>
        </AfterDelay>
      ) : null}
      {rule ? (
        <>
          <nav className={styles.roles} aria-label={t("alerts.roles")}>
            {rules.data?.map(({ id }) => (
              <Link
                key={id}
                href={`/settings/alerts/${id}`}
                aria-current={id === rule.id ? "page" : undefined}
              >
                {roleName(id)}
              </Link>
            ))}
          </nav>
          <RuleForm key={rule.id} rule={rule} />
        </>
      ) : null}
    </main>
  );
}

function RuleForm({ rule }: { rule: AlertRule }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const save = useSaveRule();
  const name = roleName(rule.id);
  const facts = Object.fromEntries(
    allEvents.map((event) => [
      event,
      { name: t(`alerts.event_${event}`), show: (values: RuleValues) => inWords(values[event], t) },
    ]),
  ) as Record<AlertEvent, { name: string; show: (values: RuleValues) => string }>;
  return (
    <ConfiguredForm<AlertRule, RuleValues>
      place={`alert-rules.${rule.id}`}
      current={rule}
      blank={blankRule}
      valuesOf={valuesOf}
      facts={facts}
      validate={() => ({})}
      save={(values, _all, version) => save(rule.id, values as AlertRule["events"], version ?? 0)}
      said={() => t("alerts.rule_saved", { role: name })}
      undone={t("settings.undone")}
    >
      {({ values, set }) => (
        <div className={styles.wide}>
          <p className={page.intro}>{t("alerts.rules_help")}</p>
          <EventChoices
            waysOf={(event) => values[event].ways}
            onChange={(event, ways) => set(event, { ...values[event], ways })}
            below={(event) => (
              <label className={styles.option}>
                <input
                  type="checkbox"
                  checked={values[event].is_open}
                  onChange={({ target }) => set(event, { ...values[event], is_open: target.checked })}
                />
                {t("alerts.leave_open")}
              </label>
            )}
          />
        </div>
      )}
    </ConfiguredForm>
  );
}
