"""Reads of the gates: boards, logs, alarms, who is inside."""
