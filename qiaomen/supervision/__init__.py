"""What an inspector found, who puts it right by when, and the second look."""
