"""Files that people bring in before they use them: to send, to keep as a quick reply."""
