"""What was handed out and told, by title, counted."""
