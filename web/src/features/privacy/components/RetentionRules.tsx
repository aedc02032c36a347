/** For how long each kind of thing is kept; what a rule would take away is seen before it is switched on. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dayMonthYear, wholeNumber } from "@/i18n/format";
import { heldNotice } from "@/settings/held";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Bone, Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { type RetentionRule, useForeseen, useRetention, useSavingRule } from "../api/privacy";
import { refusalOf } from "../api/refusals";
import styles from "./Privacy.module.css";
import { Waiting } from "./Waiting";

const longestDays = 36_500;

export function RetentionRules() {
  const query = useRetention();
  return (
    <Waiting query={query}>
      {(rules) => (
        <div className={styles.rows}>
          {rules.map((rule) => (
            <Rule key={`${rule.kind} ${rule.version}`} rule={rule} />
          ))}
        </div>
      )}
    </Waiting>
  );
}

function Rule({ rule }: { rule: RetentionRule }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(String(rule.days));
  const [asked, setAsked] = useState(false);
  const save = useSaving(rule);
  const wanted = Number(days);
  const isGood = Number.isInteger(wanted) && wanted >= rule.shortest_days && wanted <= longestDays;
  const isExports = rule.kind === "exports";
  return (
    <div className={styles.row}>
      <div>
        <b>{t(`privacy.kind_${rule.kind}`)}</b>
        <small>{t(`privacy.kind_${rule.kind}_help`)}</small>
        <small>
          {t(rule.is_on ? "privacy.rule_on" : "privacy.rule_off", { count: rule.days })}{" "}
          {t("privacy.rule_removed", { count: rule.removed })}
        </small>
      </div>
      <div className={styles.actions}>
        <TextField
          label={t("privacy.days_of", { kind: t(`privacy.kind_${rule.kind}`) })}
          inputMode="numeric"
          maxLength={5}
          value={days}
          error={isGood ? null : t("privacy.days_between", { from: rule.shortest_days, to: longestDays })}
          onChange={(event) => setDays(event.target.value)}
        />
        {isExports ? (
          <Button disabled={!isGood || wanted === rule.days} onClick={() => void save({ days: wanted })}>
            {t("privacy.save_days")}
          </Button>
        ) : (
          <Button disabled={!isGood} onClick={() => setAsked(true)}>
            {t("privacy.preview")}
          </Button>
        )}
        {rule.is_on && !isExports ? (
          <Button look="quiet" onClick={() => void save({ is_on: false })}>
            {t("privacy.switch_off")}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        opened={asked}
        title={t("privacy.preview_title", { kind: t(`privacy.kind_${rule.kind}`) })}
        consequence={t("privacy.preview_consequence")}
        confirm={t("privacy.switch_on", { count: wanted })}
        onConfirm={() => {
          void save({ days: wanted, is_on: true });
          return true;
        }}
        onClose={() => setAsked(false)}
      >
        <Preview kind={rule.kind} days={wanted} asked={asked} />
      </ConfirmDialog>
    </div>
  );
}

function useSaving(rule: RetentionRule) {
  const { t } = useTranslation();
  const save = useSavingRule();
  return async (body: { days?: number; is_on?: boolean }) => {
    try {
      await save(rule, body);
      toast.show(t("privacy.rule_saved"));
    } catch (error) {
      if (heldNotice(error, t)) return;
      toast.show(refusalOf(error, t));
    }
  };
}

function Preview({ kind, days, asked }: { kind: RetentionRule["kind"]; days: number; asked: boolean }) {
  const { t } = useTranslation();
  const query = useForeseen(kind, days, asked);
  if (query.data) {
    const { many, is_partial, before, oldest } = query.data;
    const values = { number: wholeNumber(many), before: dayMonthYear(before) };
    return (
      <div role="status">
        <p>
          {t(`privacy.foreseen_${kind}`, values)} {is_partial ? t("privacy.at_least") : null}
        </p>
        {oldest ? <p>{t("privacy.oldest", { when: dayMonthYear(oldest) })}</p> : null}
      </div>
    );
  }
  if (query.isError)
    return <Failure title={t("privacy.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  return <Bone width="100%" height={40} />;
}
