"""Who may do what where: organisations, workers, phones, grants, rights of views, the audit."""
