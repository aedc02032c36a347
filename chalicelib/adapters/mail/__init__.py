"""What carries mails: SES, or a server that speaks SMTP."""
