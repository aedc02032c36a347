/** The one table of what each event is called; whatever is not here is shown by its own name. */
import type { TFunction } from "i18next";
import type { Act } from "./audit";

export const events = [
  "access_review.exported",
  "alert_rule.changed",
  "application.changed",
  "application.created",
  "application.secret_created",
  "application.secret_ended",
  "application.token_given",
  "audit.exported",
  "author_colours.changed",
  "break_type.changed",
  "break_type.created",
  "client_values.changed",
  "connection.changed",
  "connection.created",
  "connection.recovered",
  "connection.troubled",
  "contact.changed",
  "contact.created",
  "contact.merged",
  "content_policy.changed",
  "content_policy.created",
  "conversation.assigned",
  "conversation.labelled",
  "conversation.released",
  "conversation.reopened",
  "conversation.resolved",
  "conversation.searched",
  "conversation.snoozed",
  "conversation.typified",
  "conversation.woken",
  "dead_letter.discarded",
  "dead_letter.replayed",
  "factor.enrolled",
  "factor.recovery_renewed",
  "factor.removed",
  "factor.used",
  "field.revealed",
  "group.changed",
  "group.created",
  "identity.added",
  "identity.moved",
  "label.changed",
  "label.created",
  "message.labelled",
  "note.added",
  "note.changed",
  "preferences.changed",
  "presence.changed",
  "queue.changed",
  "queue.created",
  "queue.staffed",
  "quick_reply.changed",
  "quick_reply.created",
  "reset.requested",
  "role.changed",
  "role.created",
  "role.restored",
  "role.retired",
  "second_factor.refused",
  "security_settings.changed",
  "session.ended",
  "session.opened",
  "sign_in.refused",
  "typification.changed",
  "typification.created",
  "user.changed",
  "user.created",
  "user.deactivated",
  "user.imported",
  "user.invitation_revoked",
  "user.invited",
  "user.joined",
  "user.password_changed",
  "user.reactivated",
  "views.saved",
  "write.unnamed",
  "passkey.registered",
  "passkey.used",
  "passkey.refused",
  "passkey.removed",
  "identity_provider.changed",
  "identity_provider.created",
  "identity_provider.restored",
  "identity_provider.retired",
  "provider_account.linked",
  "provider_sign_in.refused",
  "user.admitted",
  "user.kept_in_step",
  "consent.recorded",
  "contact.erased",
  "erasure.finished",
  "erasure.ordered",
  "legal_hold.placed",
  "legal_hold.released",
  "person_export.downloaded",
  "person_export.ordered",
  "person_export.removed",
  "processing_activity.changed",
  "processing_activity.created",
  "processing_activity.restored",
  "processing_activity.retired",
  "retention_rule.changed",
  "retention_rule.created",
  "change.asked",
  "change.approved",
  "change.refused",
  "change.withdrawn",
  "change.expired",
  "change.applied",
  "change.conflicted",
  "change.failed",
  "four_eyes.created",
  "four_eyes.changed",
  "four_eyes.overridden",
] as const;

type Event = (typeof events)[number];
type EventWord<Name extends Event> = Name extends `${infer Noun}.${infer Verb}` ? `${Noun}_${Verb}` : never;

export function eventWords(event: string, t: TFunction): string {
  const known = events.find((one) => one === event);
  if (!known) return t("audit.unknown_event", { event });
  return t(`audit.did.${known.replace(".", "_") as EventWord<Event>}`);
}

const kinds = ["user", "role", "queue", "label", "contact", "conversation", "connection", "message"] as const;

const ownKinds = ["preferences", "view", "views", "audit"];

/** Of somebody's own doing: whom it concerns is said apart, and only where it is somebody else. */
const ofOneself = ["session", "sign_in", "factor", "second_factor", "reset"];

/** Names of what acts are about, by kind and id; undefined where nobody here knows one. */
export type NameOf = (kind: string, id: string) => string | undefined;

type Told = Pick<Act, "event" | "actor" | "name" | "entity_kind" | "entity_id">;

/** What it was done to: its name where it has one, otherwise what it is and its id; nothing where the event says it. */
export function entityWords(act: Told, nameOf: NameOf, t: TFunction): string {
  const { entity_kind: kind, entity_id: id } = act;
  const name = act.name ?? nameOf(kind, id);
  if (ofOneself.includes(nounOf(act.event))) return id === act.actor.id ? "" : (name ?? "");
  if (name) return name;
  if (!id || ownKinds.includes(kind)) return "";
  const known = kinds.find((one) => one === kind);
  return known && known !== nounOf(act.event) ? `${t(`audit.kind_${known}`)} ${id}` : id;
}

/** Who did what to what, as one would tell it. */
export function actWords(act: Told, nameOf: NameOf, t: TFunction): string {
  const entity = entityWords(act, nameOf, t);
  const facts = { who: actorWords(act.actor, t), what: eventWords(act.event, t), entity };
  const isAbout = entity && ofOneself.includes(nounOf(act.event));
  return t(isAbout ? "audit.sentence_about" : "audit.sentence", facts).trimEnd();
}

function nounOf(event: string): string {
  return event.split(".")[0] ?? "";
}

const functions = ["clock", "inbound", "status", "history", "outbound", "push", "relay"];

export function actorWords(actor: Act["actor"], t: TFunction): string {
  if (actor.name) return actor.name;
  if (actor.id === "anonymous" || actor.id === "unknown") return t(`audit.${actor.id}`);
  return functions.includes(actor.id) ? t("audit.by_itself", { name: actor.id }) : actor.id;
}
