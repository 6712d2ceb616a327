"""Photos of records: sealed, sent in pieces after their record, which they never hold up."""
