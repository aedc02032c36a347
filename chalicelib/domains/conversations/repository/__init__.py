"""Conversations in DynamoDB: HEADs, messages, pointers, the provider index, trays."""

from chalicelib.domains.conversations.repository.images import StreamImages
from chalicelib.domains.conversations.repository.messages import DynamoMessageStore
from chalicelib.domains.conversations.repository.threads import DynamoThreadStore
from chalicelib.domains.conversations.repository.trays import DynamoTrayStore

__all__ = ["DynamoMessageStore", "DynamoThreadStore", "DynamoTrayStore", "StreamImages"]
