/** One's own account: password, second factor, and where one is signed in. */
import { useTranslation } from "react-i18next";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useAccount } from "../api/account";
import { FactorSection } from "./FactorSection";
import { PasskeysSection } from "./PasskeysSection";
import { PasswordSection } from "./PasswordSection";
import { SessionsSection } from "./SessionsSection";

export function AccountPage() {
  const { t } = useTranslation();
  const account = useAccount();
  return (
    <main className={page.page}>
      <title>{t("account.page_title")}</title>
      <div className={page.head}>
        <h1>{t("account.title")}</h1>
      </div>
      <div className={page.body}>
        {account.data ? (
          <>
            <PasswordSection account={account.data} />
            <FactorSection account={account.data} />
            <PasskeysSection account={account.data} />
            <SessionsSection />
          </>
        ) : null}
        {account.isPending ? (
          <AfterDelay>
            <Bone width="100%" height={160} />
          </AfterDelay>
        ) : null}
        {account.isError && !account.data ? (
          <Failure title={t("account.failed")} error={account.error} onRetry={() => void account.refetch()} />
        ) : null}
      </div>
    </main>
  );
}
