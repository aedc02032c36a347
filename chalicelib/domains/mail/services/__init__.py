"""Writing mails, and handing them to what carries them."""
