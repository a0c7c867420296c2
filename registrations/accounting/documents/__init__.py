"""Files for the accountant."""
