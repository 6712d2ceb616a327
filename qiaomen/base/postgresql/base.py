"""The database wrapper that Django loads for ENGINE = "qiaomen.base.postgresql"."""

from django.db.backends.postgresql import base, operations, schema


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Adds foreign keys without touching the state of deferred constraints."""

    sql_create_column_inline_fk = "CONSTRAINT %(name)s REFERENCES %(to_table)s(%(to_column)s)"
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"


class Operations(operations.DatabaseOperations):
    """A violated foreign key is refused by the statement that violates it, not at commit."""

    def deferrable_sql(self) -> str:
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL ≥ 15, one dialect everywhere.

    Numbers that the database gives are bigint, also in tables of Django's own and of libraries: the nodes of a cluster
    give them out of ranges of their own, which fit no smaller type.
    """

    data_types = {**base.DatabaseWrapper.data_types, "AutoField": "bigint", "SmallAutoField": "bigint"}
    SchemaEditorClass = SchemaEditor
    ops_class = Operations
