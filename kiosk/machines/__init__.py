"""The machines of a hall whose records lie on a server: each is let in once and known by name."""
