"""Django's PostgreSQL backend with foreign keys that are NOT DEFERRABLE, as schema-based sharding needs them."""
