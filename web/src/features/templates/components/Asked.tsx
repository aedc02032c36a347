/** The values that a template asks for, each in a field of one line, and the file of its header. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template, TemplateParameter } from "@/api/types";
import { capitalised } from "@/i18n/languages";
import { TextField } from "@/ui/Field";
import { fileKindOf, flawOf } from "../api/filling";
import type { Choice } from "../api/useChoice";
import { HeaderFile } from "./HeaderFile";
import styles from "./Templates.module.css";

export function Asked({ template, choice }: { template: Template; choice: Choice }) {
  const { t } = useTranslation();
  const fileKind = fileKindOf(template);
  if (template.parameters.length === 0 && !fileKind) return null;
  return (
    <fieldset className={styles.asked}>
      <legend>{t("templates.asked")}</legend>
      {fileKind ? <HeaderFile kind={fileKind} file={choice.file} onFile={choice.bring} /> : null}
      {template.parameters.map((parameter) => (
        <Value
          key={`${template.name} ${template.language} ${parameter.key}`}
          parameter={parameter}
          template={template}
          value={choice.values[parameter.key] ?? ""}
          onValue={(value) => choice.write(parameter.key, value)}
        />
      ))}
    </fieldset>
  );
}

interface ValueProps {
  parameter: TemplateParameter;
  template: Template;
  value: string;
  onValue: (value: string) => void;
}

/** What is only missing yet is told when the field is left; anything else at once. */
function Value({ parameter, template, value, onValue }: ValueProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(false);
  const flaw = flawOf(parameter, value);
  const told = flaw === "missing" && !left ? null : flaw;
  return (
    <TextField
      label={labelOf()}
      value={value}
      autoComplete="off"
      help={parameter.example ? t("templates.example", { example: parameter.example }) : undefined}
      error={told ? t(`templates.flaw.${told}`, { limit: parameter.limit }) : null}
      onBlur={() => setLeft(true)}
      onChange={(event) => onValue(event.target.value)}
    />
  );

  function labelOf(): string {
    if (parameter.place === "button") {
      const button = template.buttons[Number(parameter.key.split(".")[1])];
      return t("templates.value_button", { text: button?.text ?? "" });
    }
    const name = /^\d+$/.test(parameter.name)
      ? t("templates.value", { number: parameter.name })
      : parameter.name.replaceAll("_", " ");
    const words = capitalised(name);
    return parameter.place === "header" ? t("templates.value_header", { name: words }) : words;
  }
}
