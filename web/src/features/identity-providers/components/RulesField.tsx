/** From what the provider says of somebody to what they are here: the first role counts, queues come together. */
import { useTranslation } from "react-i18next";
import { useQueues } from "@/api/directory";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import field from "@/ui/Field.module.css";
import { blankRule, type RuleValues } from "../api/providers";
import styles from "./Providers.module.css";
import { RoleField } from "./RoleField";

interface RulesFieldProps {
  rules: RuleValues[];
  error?: string;
  onChange: (rules: RuleValues[]) => void;
}

export function RulesField({ rules, error, onChange }: RulesFieldProps) {
  const { t } = useTranslation();
  const put = (place: number, change: Partial<RuleValues>) =>
    onChange(rules.map((rule, other) => (other === place ? { ...rule, ...change } : rule)));
  return (
    <div className={styles.rules}>
      <p className={field.help}>{t("providers.mapping_help")}</p>
      {rules.map((rule, place) => (
        // Rows have no identity but their place: order is what they mean.
        <fieldset key={place} className={styles.rule} data-invalid={error ? true : undefined}>
          <legend>{t("providers.rule", { number: place + 1 })}</legend>
          <TextField
            label={t("providers.claim")}
            value={rule.claim}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => put(place, { claim: event.target.value })}
          />
          <TextField
            label={t("providers.value")}
            value={rule.value}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => put(place, { value: event.target.value })}
          />
          <RoleField
            label={t("providers.role")}
            none={t("providers.no_role")}
            value={rule.role}
            onChange={(role) => put(place, { role })}
          />
          <RuleQueues value={rule.queues} onChange={(queues) => put(place, { queues })} />
          <Button
            size="s"
            look="quiet"
            aria-label={t("providers.remove_rule", { number: place + 1 })}
            onClick={() => onChange(rules.filter((_, other) => other !== place))}
          >
            {t("providers.remove")}
          </Button>
        </fieldset>
      ))}
      {error ? (
        <p className={field.error} role="alert">
          {error}
        </p>
      ) : null}
      <Button onClick={() => onChange([...rules, blankRule])}>{t("providers.add_rule")}</Button>
    </div>
  );
}

function RuleQueues({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const queues = (useQueues().data ?? []).filter((one) => !one.is_retired || value.includes(one.id));
  function turn(id: string, on: boolean) {
    const others = value.filter((one) => one !== id);
    onChange(on ? [...others, id].sort() : others);
  }
  return (
    <div className={styles.queues} role="group" aria-label={t("providers.queues")}>
      <span>{t("providers.queues")}</span>
      {queues.map(({ id, name }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={value.includes(id)}
            onChange={(event) => turn(id, event.target.checked)}
          />
          {name}
        </label>
      ))}
    </div>
  );
}
