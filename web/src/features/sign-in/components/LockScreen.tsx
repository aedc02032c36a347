/** Nobody was there: whose desk it is, and the way back in. What was typed waits behind it. */
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import styles from "./SignInPage.module.css";
import { WaysIn } from "./WaysIn";

export function LockScreen({ email, name }: { email: string; name: string }) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <title>{t("lock.page_title")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>{t("lock.title")}</h1>
        <p className={styles.lead}>{t("lock.help", { name })}</p>
        <WaysIn email={email} />
        <Button look="quiet" onClick={() => session.giveUp()}>
          {t("lock.other")}
        </Button>
      </div>
    </main>
  );
}
