"""Sweeps: campaigns, questionnaires, targets, coverage, the planner."""
