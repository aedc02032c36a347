/** Privacy of everybody: what was asked for, for how long things are kept, and the way to the register. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay } from "@/api/directory";
import { Empty } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { ErasureRows } from "./ErasureRows";
import { ExportsOfAll } from "./ExportsOfAll";
import { RetentionRules } from "./RetentionRules";
import styles from "./Privacy.module.css";

export function PrivacyPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("privacy.manage");
  return (
    <main className={page.page}>
      <title>{t("privacy.page_title")}</title>
      <div className={page.head}>
        <h1>{t("privacy.title")}</h1>
      </div>
      {mayKeep ? <Kept /> : <Empty level={2} title={t("privacy.forbidden")} />}
    </main>
  );
}

function Kept() {
  const { t } = useTranslation();
  return (
    <div className={page.body}>
      <p className={page.intro}>{t("privacy.intro")}</p>
      <section className={styles.section} aria-labelledby="erasures">
        <h2 id="erasures">{t("privacy.erasures")}</h2>
        <ErasureRows />
      </section>
      <section className={styles.section} aria-labelledby="exports">
        <h2 id="exports">{t("privacy.exports")}</h2>
        <ExportsOfAll />
      </section>
      <section className={styles.section} aria-labelledby="retention">
        <h2 id="retention">{t("privacy.retention_rules")}</h2>
        <p>{t("privacy.retention_intro")}</p>
        <RetentionRules />
      </section>
      <section className={styles.section} aria-labelledby="register">
        <h2 id="register">{t("privacy.register")}</h2>
        <p>{t("privacy.register_intro")}</p>
        <p>
          <Link href="/settings/privacy/activities">{t("privacy.open_register")}</Link>
        </p>
      </section>
    </div>
  );
}
