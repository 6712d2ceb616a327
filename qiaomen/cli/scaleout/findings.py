"""What the check looks for, what it found, and what is allowed all the same and why."""

from dataclasses import dataclass

EXTENSIONS = frozenset({"plpgsql", "pg_trgm", "btree_gist", "unaccent"})
"""What we need; of others nothing of ours may be made."""

RULES = {
    "trigger": "Do it in the action, in the same transaction: tables of a distributed schema carry no triggers.",
    "function": "Say it in the statement: functions of ours are not there on the node that holds the schema.",
    "merge": "Write INSERT … ON CONFLICT: MERGE with VALUES is not routed to a node.",
    "cross_schema": "Name tables plainly: `search_path` says whose they are. What others have comes as figures.",
    "run_sql": "One statement each: several in one RunSQL are sent to the nodes as one, and refused.",
    "deferrable": "Make it NOT DEFERRABLE and write parents first: deferred constraints are not taken over.",
    "session": "No state but search_path: behind a pool, or on another node, the next statement is another session's.",
    "temporary": "Pass arrays instead: a temporary table is on the node one speaks to, not on the one with the schema.",
    "lock": "Add hashtext(current_schema()) to its key: else the districts of one database wait for each other.",
    "extension": f"Use those that are there: {', '.join(sorted(EXTENSIONS - {'plpgsql'}))}.",
    "identity": "Make it bigint: nodes give numbers out of ranges of their own, which fit no smaller type.",
    "kind": "Make it a plain table: no partitions, foreign tables, policies or rules.",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule that does not hold, where: `qiaomen/gates/presence.py:15` or `table gates_passage`."""

    where: str
    rule: str
    what: str

    @property
    def todo(self) -> str:
        return RULES[self.rule]


# Files in which a rule is broken with cause. Whoever adds a line here says why it holds on Citus all the same.
ALLOWED = {
    ("qiaomen/cli/districts/", "cross_schema"): "the administrator's tool: speaks to servers, never serves a page",
    ("qiaomen/cli/schema.py", "session"): "migrations: a lock of the session on one connection, given back by the "
    "same command; taken on the node one speaks to, which is the same for all of a district",
    ("qiaomen/cli/schema.py", "lock"): "its key holds the schema's name, as a parameter",
    ("qiaomen/base/jobs.py", "lock"): "its key holds the schema's name, as a parameter",
    ("qiaomen/ledger/past", "temporary"): "a past moment: temporary views in one read-only transaction, dropped with "
    "it; on Citus they are planned where one speaks to and read what they need from the schema's node",
    ("qiaomen/households/past.py", "temporary"): "as ledger/past.py, of which it is a part",
    ("qiaomen/ledger/rebuild.py", "temporary"): "an operator's rebuild, in transactions of its own; on Citus it is run "
    "with the schema brought to the node one speaks to (docs/scale-out.md)",
    ("qiaomen/ledger/rebuild.py", "cross_schema"): "names the district's own schema, to copy a table's shape",
}


def allowed(finding: Finding) -> str | None:
    """Why this is none, or None."""
    return next(
        (why for (where, rule), why in ALLOWED.items() if finding.where.startswith(where) and finding.rule == rule),
        None,
    )
