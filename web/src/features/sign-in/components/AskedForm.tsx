/** What a password that is right leads to: showing the second factor, or setting one up. */
import { useTranslation } from "react-i18next";
import { hasPasskeys } from "@/api/passkeys";
import type { Asked } from "../api/refusal";
import { CodeForm } from "./CodeForm";
import { EnrolmentForm } from "./EnrolmentForm";
import { PasskeyButton } from "./PasskeyButton";
import styles from "./SignInPage.module.css";

interface Props {
  asked: Asked;
  /** The challenge serves no more: back to the password. */
  onOver: () => void;
  onEntered?: () => void;
}

export function AskedForm({ asked, ...then }: Props) {
  const { t } = useTranslation();
  const { challenge } = asked;
  if (asked.kind === "enrolment") return <EnrolmentForm challenge={challenge} {...then} />;
  if (!asked.ways.includes("passkey")) return <CodeForm challenge={challenge} {...then} />;
  if (asked.ways.includes("code")) {
    return (
      <>
        <CodeForm challenge={challenge} {...then} />
        {hasPasskeys() ? <PasskeyButton challenge={challenge} {...then} /> : null}
      </>
    );
  }
  if (!hasPasskeys()) return <p role="alert">{t("sign_in.passkey_unsupported")}</p>;
  return (
    <div className={styles.form}>
      <p>{t("sign_in.passkey_help")}</p>
      <PasskeyButton challenge={challenge} look="primary" {...then} />
    </div>
  );
}
