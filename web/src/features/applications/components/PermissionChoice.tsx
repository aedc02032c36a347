/** What an application may do, each permission in words and as the scope that programs name. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useSignedIn } from "@/api/directory";
import field from "@/ui/Field.module.css";
import { IconAlertCircle } from "@/ui/icons";
import { grantable, turned } from "../api/applications";
import styles from "./Applications.module.css";
import { useWords } from "./useWords";

interface PermissionChoiceProps {
  given: string[];
  error?: string;
  onChange: (permissions: string[]) => void;
}

export function PermissionChoice({ given, error, onChange }: PermissionChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  const { permissions: held } = useSignedIn();
  const { permissionInWords } = useWords();
  return (
    <fieldset
      className={styles.choice}
      data-invalid={error ? true : undefined}
      aria-describedby={`${id}-help${error ? ` ${id}-error` : ""}`}
    >
      <legend>{t("applications.permissions")}</legend>
      <p id={`${id}-help`} className={styles.help}>
        {t("applications.permissions_help")} <Link href="/help/api">{t("api.read")}</Link>
      </p>
      <div className={styles.rows}>
        {grantable(held, given).map((one) => (
          <label key={one} className={styles.row}>
            <input
              type="checkbox"
              checked={given.includes(one)}
              onChange={(event) => onChange(turned(given, one, event.target.checked))}
            />
            <span>{permissionInWords(one)}</span>
            <code>{one}</code>
          </label>
        ))}
      </div>
      {error ? (
        <div className={field.error} id={`${id}-error`}>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : null}
    </fieldset>
  );
}
