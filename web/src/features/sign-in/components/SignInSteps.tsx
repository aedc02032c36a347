/** The steps of the way in, the present one open. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconInbox } from "@/ui/icons";
import steps from "@/ui/Steps.module.css";
import { CodeForm } from "./CodeForm";
import { EnrolmentForm } from "./EnrolmentForm";
import { type Credentials, FirstPasswordForm } from "./FirstPasswordForm";
import { ForgotForm } from "./ForgotForm";
import { PasswordForm } from "./PasswordForm";

export type Stage =
  | { kind: "password" | "over" | "forgot" }
  | { kind: "once"; given: Credentials }
  | { kind: "code" | "enrolment"; challenge: string };

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
  const first = stage.kind === "forgot" ? "sign_in.step_forgot" : "sign_in.step_password";
  return (
    <ol className={steps.steps}>
      <li className={second ? undefined : steps.now}>
        <Knot>1</Knot>
        <h2>{t(first)}</h2>
        {stage.kind === "over" ? <p role="alert">{t("sign_in.challenge_over")}</p> : null}
        {stage.kind === "password" || stage.kind === "over" ? (
          <PasswordForm email={email} onStage={setStage} />
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
    case "code":
      return {
        title: "sign_in.step_code",
        form: <CodeForm challenge={stage.challenge} onOver={over} />,
      } as const;
    case "enrolment":
      return {
        title: "sign_in.step_enrolment",
        form: <EnrolmentForm challenge={stage.challenge} onOver={over} />,
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
