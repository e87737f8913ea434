"""The machines that share a server, as an administrator sees them at a desk."""
