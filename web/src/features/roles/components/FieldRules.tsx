/** What a role sees and changes of the fields of people, with a look at how it will see them. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldRule } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { WideTable } from "@/ui/WideTable";
import { isOwnValue, ruleOf, sights, withRule } from "../api/roles";
import { useRoleWords } from "../api/words";
import styles from "./Roles.module.css";

interface FieldRulesProps {
  fields: readonly string[];
  value: readonly FieldRule[];
  onChange: (rules: FieldRule[]) => void;
}

const samples: Record<string, [whole: string, masked: string]> = {
  "contact.name": ["Rosa Quishpe", "R. Q."],
  "contact.phone": ["+593 99 555 0148", "••••0148"],
  "contact.username": ["rosa.quishpe", "••••shpe"],
  "agent.name": ["Ana Rojas", "A. R."],
  "agent.email": ["ana.rojas@empresa.ec", "••••a.ec"],
  "agent.national_id": ["1712345678", "••••5678"],
  "agent.times": ["8:02", ""],
};
const sampleValue: [string, string] = ["1712345678", "••••5678"];

export function FieldRules({ fields, value, onChange }: FieldRulesProps) {
  const { t } = useTranslation();
  const words = useRoleWords();
  const own = value.map(({ field }) => field).filter(isOwnValue);
  const shown = fields.flatMap((field) => (field === "client.*" ? [...own, field] : [field]));
  return (
    <section aria-labelledby="fields">
      <h2 id="fields" className={styles.heading}>
        {t("roles.fields")}
      </h2>
      <p className="t-meta">{t("roles.fields_help")}</p>
      <WideTable label={t("roles.fields")}>
        <table className={styles.rules}>
          <thead>
            <tr>
              <th scope="col">{t("roles.field")}</th>
              <th scope="col">{t("roles.sight")}</th>
              <th scope="col">{t("roles.editable")}</th>
              <th scope="col">{t("roles.preview")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => {
              const rule = ruleOf(value, field);
              const [whole, masked] = samples[field] ?? sampleValue;
              const put = (change: Partial<FieldRule>) => onChange(withRule(value, { ...rule, ...change }));
              return (
                <tr key={field}>
                  <th scope="row">{words.field(field)}</th>
                  <td>
                    <select
                      aria-label={t("roles.sight_of", { field: words.field(field) })}
                      value={rule.sight}
                      onChange={(event) => {
                        const sight = sights.find((one) => one === event.target.value);
                        if (sight) put({ sight });
                      }}
                    >
                      {sights.map((sight) => (
                        <option key={sight} value={sight}>
                          {t(`roles.sight_${sight}`)}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t("roles.editable_of", { field: words.field(field) })}
                      checked={rule.is_editable}
                      onChange={(event) => put({ is_editable: event.target.checked })}
                    />
                  </td>
                  <td>
                    {rule.sight === "visible"
                      ? whole
                      : (rule.sight === "masked" && masked) || t("roles.not_seen")}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </WideTable>
      <OneMore value={value} onChange={onChange} />
    </section>
  );
}

/** A rule for one value of customers, by its key. */
function OneMore({ value, onChange }: Omit<FieldRulesProps, "fields">) {
  const { t } = useTranslation();
  const [key, setKey] = useState("");
  const sound = /^[a-z][a-z0-9_]{0,39}$/.test(key);
  return (
    <div className={styles.more}>
      <TextField
        label={t("roles.value_key")}
        help={t("roles.value_key_help")}
        error={key && !sound ? t("roles.value_key_wrong") : null}
        value={key}
        autoComplete="off"
        onChange={(event) => setKey(event.target.value.trim())}
      />
      <Button
        size="s"
        disabled={!sound}
        onClick={() => {
          onChange(withRule(value, { field: `client.${key}`, sight: "masked", is_editable: false }));
          setKey("");
        }}
      >
        {t("roles.add_value")}
      </Button>
    </div>
  );
}
