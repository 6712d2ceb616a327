"""Monitoring: people under a measure, followed day by day until they are released."""
