"""What people need, and who helps."""
