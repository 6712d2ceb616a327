"""The drill: a county invented from a seed, and a workforce that sweeps it over the public HTTP protocol only."""
