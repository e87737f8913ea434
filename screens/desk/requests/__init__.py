"""Requests for certificates at the desk: the list, one request, the register, what is kept."""
