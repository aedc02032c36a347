"""Where what is for a customer goes."""

from __future__ import annotations

from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations.models import LONG_USER_ID, Conversation
from chalicelib.domains.conversations.ports import Recipient


def recipient_of(head: Conversation, contacts: Contacts) -> Recipient:
    """By what the provider knows the customer of a conversation."""
    user_id = head.user_id
    if user_id == LONG_USER_ID:
        user_id = contacts.long_user_ids([head.contact_id]).get(head.contact_id)
    return Recipient(phone=head.phone, user_id=user_id)
