"""Lists: people named by others, linked to the register, checked one by one."""
