"""Policy: what is asked of whom, as data; everybody's status, with its reasons."""
