"""The planner: who knocks on which doors, whether the deadline holds, and what moves when people drop out.

Pure domain: data in, data out; no database and no clock. docs/planner.md gives the formulas.
"""
