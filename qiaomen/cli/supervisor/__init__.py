"""What keeps an installation running: PostgreSQL, the web server and the job worker under one roof."""
