"""The rules as the live schema keeps them: what the migrations really made."""

from collections.abc import Callable
from typing import Any

from qiaomen.cli.scaleout.findings import EXTENSIONS, Finding

Ask = Callable[[str, list[Any]], list[tuple[str, ...]]]
"""Runs a statement of the catalogues with its parameters."""

_TRIGGERS = """
SELECT 'table ' || c.relname, 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = %s::regnamespace
"""
_FUNCTIONS = """
SELECT 'function ' || p.proname, 'a function of ours' FROM pg_proc p WHERE p.pronamespace = %s::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_FOREIGN_KEYS = """
SELECT 'table ' || c.relname, 'foreign key ' || k.conname || ' to ' || k.confrelid::regclass
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
WHERE k.contype = 'f' AND c.relnamespace <> o.relnamespace
  AND %s::regnamespace IN (c.relnamespace, o.relnamespace)
"""
_VIEWS = """
SELECT DISTINCT 'view ' || v.relname, 'reads ' || o.oid::regclass FROM pg_class v
JOIN pg_rewrite w ON w.ev_class = v.oid
JOIN pg_depend d ON d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class o ON o.oid = d.refobjid
WHERE v.relnamespace = %s::regnamespace AND o.relnamespace <> v.relnamespace
  AND o.relnamespace <> 'pg_catalog'::regnamespace
"""
_DEFERRABLES = """
SELECT 'table ' || c.relname, 'constraint ' || k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.condeferrable AND c.relnamespace = %s::regnamespace
"""
_IDENTITIES = """
SELECT 'table ' || c.relname, 'column ' || a.attname || ' is ' || format_type(a.atttypid, NULL)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND a.atttypid IN ('int2'::regtype, 'int4'::regtype) AND c.relnamespace = %s::regnamespace
  AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%%')
"""
_KINDS = """
SELECT 'table ' || c.relname, CASE c.relkind WHEN 'p' THEN 'partitioned' WHEN 'f' THEN 'foreign table'
  WHEN 'm' THEN 'materialized view' ELSE 'row security or inheritance' END
FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND (c.relkind IN ('p', 'f', 'm') OR c.relrowsecurity
  OR (c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent))))
"""
_REWRITES = """
SELECT 'table ' || c.relname, 'rule ' || w.rulename FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
WHERE w.rulename <> '_RETURN' AND c.relnamespace = %s::regnamespace
"""
_TYPES = """
SELECT DISTINCT 'table ' || c.relname, 'column ' || a.attname || ' is of extension ' || e.extname
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_depend d ON d.objid = a.atttypid AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid
WHERE c.relnamespace = %s::regnamespace AND e.extname <> ALL (%s)
"""
_INDEXES = """
SELECT DISTINCT 'index ' || c.relname, 'uses extension ' || e.extname
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_depend d ON d.objid = ANY (i.indclass::oid[]) AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid
WHERE c.relnamespace = %s::regnamespace AND e.extname <> ALL (%s)
"""
_CHECKS = (
    ("trigger", _TRIGGERS),
    ("function", _FUNCTIONS),
    ("cross_schema", _FOREIGN_KEYS),
    ("cross_schema", _VIEWS),
    ("deferrable", _DEFERRABLES),
    ("identity", _IDENTITIES),
    ("kind", _KINDS),
    ("kind", _REWRITES),
    ("extension", _TYPES),
    ("extension", _INDEXES),
)


def check(ask: Ask, schema: str) -> list[Finding]:
    """What in `schema` does not keep the rules."""
    found = []
    for rule, statement in _CHECKS:
        given: list[Any] = [f'"{schema}"', sorted(EXTENSIONS)]
        for where, what in ask(statement, given[: statement.count("%s")]):
            found.append(Finding(where, rule, what))
    return sorted(found)
