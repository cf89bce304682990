"""What an instructor runs: nothing else imports it."""
