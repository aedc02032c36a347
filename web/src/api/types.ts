/** The API's entities under the names the client uses. Their shapes are generated from openapi.json (`npm run api:types`). */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Conversation = Schemas["ConversationView"];
/** One with what it was closed with; lists and frames show it without. */
export type ConversationDetails = Schemas["ConversationDetailsView"];
export type ConversationState = Conversation["state"];
export type LastMessage = Schemas["LastMessageView"];
export type Identity = Schemas["IdentityView"];
export type Message = Schemas["MessageView"];
export type MessageKind = Message["kind"];
export type MessageStatus = NonNullable<Message["status"]>;
export type MessageError = Schemas["ErrorView"];
export type Author = Schemas["AuthorView"];
export type ContactCard = Schemas["ContactCardView"];
export type ThreadPage = Schemas["ThreadPage"];
export type Findings = Schemas["Findings"];
export type Media = Schemas["MediaView"];
export type Person = Schemas["NamedView"];
export type Me = Schemas["MeView"];
export type User = Schemas["UserView"];
export type Group = Schemas["GroupView"];
export type Held = Schemas["HeldList"];
export type InvitationAsked = Schemas["AskedView"];
export type Invitation = Schemas["InvitationView"];
export type UserImport = Schemas["UserImportView"];
export type Queue = Schemas["QueueView"];
export type QueueDetails = Schemas["QueueDetailsView"];
export type Member = Schemas["MemberView"];
export type Role = Schemas["RoleView"];
export type FieldRule = Schemas["FieldRuleView"];
export type PermissionEntry = Schemas["PermissionView"];
export type Permission = PermissionEntry["id"];
export type RoleDifferences = Schemas["RoleDifferences"];
export type Holders = Schemas["HoldersView"];
export type PersonAccess = Schemas["UserPermissionsView"];
export type AccessReview = Schemas["AccessReview"];
export type Revealed = Schemas["RevealedView"];
export type Label = Schemas["LabelView"];
export type QuickReply = Schemas["QuickReplyView"];
export type LentFile = Schemas["LentFileView"];
export type ClientValues = Schemas["ClientValuesView"];
export type Claimed = Schemas["ClaimedView"];
export type TypificationTree = Schemas["TypificationTreeView"];
export type TypificationNode = Schemas["NodeView"];
/** What a conversation was closed with, by the names of then. */
export type Typification = Schemas["TypificationView"];
export type SavedViews = Schemas["SavedViewList"];
export type Counters = Schemas["Counters"];
export type Connection = Schemas["ConnectionView"];
export type ProviderNotice = Schemas["ProviderNoticeView"];
export type DeadLetter = Schemas["DeadLetterView"];
export type Health = Schemas["HealthDetailsView"];
export type Check = Schemas["CheckView"];

export type Note = Schemas["NoteView"];
export type Whisper = Schemas["WhisperView"];
export type Mentioned = Schemas["NoteColleagueView"];
export type Mentionable = Schemas["MentionableView"];
export type Revision = Schemas["RevisionView"];
export type Presence = Schemas["PresenceView"];
export type PresenceState = Presence["state"];
export type OwnPresence = Schemas["OwnPresenceView"];
export type Colleague = Schemas["ColleagueView"];
export type BreakOfDay = Schemas["BreakView"];
export type Day = Schemas["DayView"];
export type BreakType = Schemas["BreakTypeView"];
export type Alert = Schemas["AlertView"];
export type AlertRule = Schemas["AlertRuleView"];
export type AlertWay = Schemas["EventRuleView"]["ways"][number];
export type AlertEvent =
  Alert["event"] | "waiting" | "message" | "open_message" | "window_closing" | "break_over";
export type Mention = Schemas["MentionView"];
export type Application = Schemas["ApplicationView"];
export type ApplicationPermission = Schemas["ApplicationToCreate"]["permissions"][number];
export type NewSecret = Schemas["NewSecretView"];
export type ContentPolicy = Schemas["ContentPolicyView"];
export type ContentKind = ContentPolicy["allowed"][number];
export type RefusedContent = Schemas["RefusedContentView"];
export type Sendable = Schemas["SendableView"];
export type DeskColours = Schemas["DeskColoursView"];
export type Account = Schemas["AccountView"];
export type Passkey = Schemas["PasskeyView"];
export type BegunFactor = Schemas["BegunFactorView"];
export type SignedInPlace = Schemas["SessionView"];
export type HeldChange = Schemas["HeldChangeView"];
export type Change = Schemas["ChangeView"];
export type Difference = Schemas["ChangeDifferenceView"];
export type FourEyes = Schemas["FourEyesView"];
export type Area = HeldChange["area"];
export type SecuritySettings = Schemas["SecurityView"];
export type IdentityProvider = Schemas["ProviderView"];
export type ProviderCheck = Schemas["ProviderCheckView"];
export type WaysIn = Schemas["WaysInView"];
export type AuthorColours = Schemas["ColoursView"];
export type Preferences = Schemas["PreferencesView"];
export type PreferencesToSave = Schemas["PreferencesToSave"];
export type KeptDraft = Schemas["DraftView"];

export type Template = Schemas["TemplateView"];
export type TemplateList = Schemas["TemplateList"];
export type TemplateParameter = Schemas["ParameterView"];
export type SentTemplate = Schemas["SentTemplateView"];
export type Startable = Schemas["StartableView"];
export type UploadForm = Schemas["UploadFormView"];

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
