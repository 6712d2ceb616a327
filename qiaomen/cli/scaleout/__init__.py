"""Whether this version can live as one schema of a Citus cluster: seen in the live schema and in the code's SQL."""
