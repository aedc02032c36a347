/** The steps of the way in, the present one open. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { hasPasskeys } from "@/api/passkeys";
import { IconInbox } from "@/ui/icons";
import steps from "@/ui/Steps.module.css";
import type { Asked } from "../api/refusal";
import { AskedForm } from "./AskedForm";
import { type Credentials, FirstPasswordForm } from "./FirstPasswordForm";
import { ForgotForm } from "./ForgotForm";
import { PasskeyButton } from "./PasskeyButton";
import { PasswordForm } from "./PasswordForm";

export type Stage = { kind: "password" | "over" | "forgot" } | { kind: "once"; given: Credentials } | Asked;

interface Props {
  /** Whose desk is locked; empty: anybody's. */
  email: string;
  /** Where somebody is already who came otherwise. */
  begin?: Stage;
}

export function SignInSteps({ email, begin = { kind: "password" } }: Props) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<Stage>(begin);
  const second = secondStep(stage, setStage);
  const proof = email ? "sign_in.password" : "sign_in.step_password";
  const first = stage.kind === "forgot" ? "sign_in.step_forgot" : proof;
  return (
    <ol className={steps.steps}>
      <li className={second ? undefined : steps.now}>
        <Knot>1</Knot>
        <h2>{t(first)}</h2>
        {stage.kind === "over" ? <p role="alert">{t("sign_in.challenge_over")}</p> : null}
        {stage.kind === "password" || stage.kind === "over" ? (
          <PasswordForm email={email} onStage={setStage} />
        ) : null}
        {stage.kind === "password" || stage.kind === "over" ? (
          <OtherWays locked={email !== ""} onOver={() => setStage({ kind: "over" })} />
        ) : null}
        {stage.kind === "forgot" ? <ForgotForm onBack={() => setStage({ kind: "password" })} /> : null}
      </li>
      {second ? (
        <li className={steps.now}>
          <Knot>2</Knot>
          <h2>{t(second.title)}</h2>
          {second.form}
        </li>
      ) : null}
      <li>
        <Knot>
          <IconInbox size={14} stroke={2} />
        </Knot>
        <h2>{t("sign_in.step_inbox")}</h2>
      </li>
    </ol>
  );
}

/** Behind a lock somebody's work waits for them alone: whoever comes with a passkey might be another. */
function OtherWays({ locked, onOver }: { locked: boolean; onOver: () => void }) {
  return !locked && hasPasskeys() ? <PasskeyButton onOver={onOver} /> : null;
}

function secondStep(stage: Stage, onStage: (stage: Stage) => void) {
  const over = () => onStage({ kind: "over" });
  switch (stage.kind) {
    case "once":
      return {
        title: "sign_in.step_new_password",
        form: (
          <FirstPasswordForm
            given={stage.given}
            onGivenUp={() => onStage({ kind: "password" })}
            onStage={onStage}
          />
        ),
      } as const;
    case "factor":
      return {
        title: stage.ways.includes("code") ? "sign_in.step_code" : "sign_in.step_passkey",
        form: <AskedForm asked={stage} onOver={over} />,
      } as const;
    case "enrolment":
      return {
        title: "sign_in.step_enrolment",
        form: <AskedForm asked={stage} onOver={over} />,
      } as const;
    default:
      return null;
  }
}

function Knot({ children }: { children: ReactNode }) {
  return (
    <span className={steps.knot} aria-hidden="true">
      {children}
    </span>
  );
}
