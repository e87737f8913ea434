"""What was noted while machines were cut off and does not agree with the records."""
