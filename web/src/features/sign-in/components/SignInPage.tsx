/** The way in: e-mail and password, what else is asked for, refusals in words; a lock-out shows its remaining time. */
import { useTranslation } from "react-i18next";
import { Banner } from "@/ui/Feedback";
import { IconUser } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import styles from "./SignInPage.module.css";
import { WaysIn } from "./WaysIn";

export function SignInPage({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <title>{t("app.title_sign_in")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>{t("sign_in.title")}</h1>
        {ended ? (
          <div className={styles.notice}>
            <Banner tone="info" role="status" icon={<IconUser size={18} stroke={1.75} aria-hidden="true" />}>
              {t("sign_in.ended")}
            </Banner>
          </div>
        ) : null}
        <WaysIn email="" />
      </div>
    </main>
  );
}
