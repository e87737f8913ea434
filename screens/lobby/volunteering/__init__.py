"""Volunteering at the lobby: signing in and out by card, one's hours, posts, what is wrong."""
