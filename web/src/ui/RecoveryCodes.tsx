/** Recovery codes, shown once: to copy, and then to go on. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import styles from "./FactorSetup.module.css";

interface RecoveryCodesProps {
  codes: string[];
  done: string;
  onDone: () => void;
}

export function RecoveryCodes({ codes, done, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles.setup}>
      <p>{t("factor.codes_help")}</p>
      <ul className={styles.codes} aria-label={t("factor.codes")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button
          size="l"
          onClick={() => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true))}
        >
          {t(copied ? "factor.copied" : "factor.copy")}
        </Button>
        <Button look="primary" size="l" onClick={onDone}>
          {done}
        </Button>
      </div>
    </div>
  );
}
